/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Defects of an environment, as doctor and repair find them. */
#ifndef AVENV_FINDING_H
#define AVENV_FINDING_H

#include "print/json.h"

struct finding {
	/** its kind, one word for scripts: "base-gone" */
	const char *id;
	/** the file, package or variable: an absolute path or a name; NULL: none */
	const char *subject;
	/** what is wrong, and its consequence: names the subject, ready to be shown */
	const char *text;
	/** the command that mends it, to be pasted; NULL: there is none */
	const char *mend;
	/** then the command before which nothing can mend it; NULL: there is none */
	const char *first;
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

/* findings_add() with a text that printf() makes. */
struct finding *findings_say(struct findings *findings, const char *id, const char *subject,
			     const char *format, ...) PRINTF(4, 5);

/* How many of FINDINGS are not harmless. */
size_t findings_wrong(const struct findings *findings);

/* Print FINDINGS below TITLE, the harmless ones only with NOTES. False: there is none to print. */
bool findings_print(const char *title, const struct findings *findings, bool notes);

/* Add FINDINGS to an object. */
void findings_json(struct json *j, const struct findings *findings);

#endif
