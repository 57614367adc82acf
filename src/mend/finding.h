/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with an environment: found by doctor and by repair. */
#ifndef AVENV_FINDING_H
#define AVENV_FINDING_H

#include "print/json.h"

struct finding {
	/** which kind, one word for scripts: "base-gone" */
	const char *id;
	/** what it is about: an absolute path or a name; NULL: all of it */
	const char *subject;
	/**
	 * what is wrong and what that means: all of the line, so it names what it
	 * is about; ready to be shown, lower case, no full stop
	 */
	const char *text;
	/** the command that mends it, to be typed as it is, with paths by
	 * paste_word(); NULL: there is none */
	const char *mend;
	/** worth knowing, but nothing is wrong: no reason to exit with 1 */
	bool harmless;
};

struct findings {
	struct finding *list;
	size_t count, room;
};

/* Add one; returns it, to be completed before the next is added. */
struct finding *findings_add(struct findings *findings, const char *id, const char *subject,
			     const char *text);

/* What printf() makes of FORMAT, to be kept. */
const char *finding_text(const char *format, ...) PRINTF(1, 2);

/* findings_add() with such a text. */
struct finding *findings_say(struct findings *findings, const char *id, const char *subject,
			     const char *format, ...) PRINTF(4, 5);

/*
 * What mends FINDING is PARTS, up to a NULL: in turn what stands as it is, and
 * what is one word by paste_word().  Where such a word cannot be typed, nothing
 * mends it.
 */
void finding_mend(struct finding *finding, const char *const *parts);
#define FINDING_MEND(finding, ...)                                                                 \
	finding_mend((finding), (const char *const[]){ __VA_ARGS__, NULL })

/* How many of FINDINGS are not harmless. */
size_t findings_wrong(const struct findings *findings);

/* Print FINDINGS below TITLE, the harmless ones only with NOTES. False: there is none to print. */
bool findings_print(const char *title, const struct findings *findings, bool notes);

/* Add FINDINGS to an object. */
void findings_json(struct json *j, const struct findings *findings);

#endif
