/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings: the defects that `doctor` prints and `repair` mends, each with a command. */
#ifndef AVENV_FINDING_H
#define AVENV_FINDING_H

#include "core/base.h"
#include "print/json.h"

struct finding {
	/** kind, one word for scripts: "base-gone" */
	const char *id;
	/** path of a file; NULL: none */
	const char *subject;
	/** the defect and its consequence, in words, escaped for a terminal */
	const char *text;
	/** the command that mends the defect, as a line for a shell; NULL: `first`; "": none */
	const char *mend;
	/** if `mend` is NULL: the command that must come first, 'avenv allow'; NULL: none */
	const char *first;
	/** a note: `doctor` does not exit with 1 for it */
	bool harmless;
};

struct findings {
	struct finding *list;
	size_t count, room;
};

/* Add a finding. The returned pointer is valid until the next one is added. */
struct finding *findings_add(struct findings *findings, const char *id, const char *subject,
			     const char *text);

/* findings_add() with a text that is formatted as by printf(). */
struct finding *findings_say(struct findings *findings, const char *id, const char *subject,
			     const char *format, ...) PRINTF(4, 5);

/* The number of FINDINGS that are not harmless. */
size_t findings_wrong(const struct findings *findings);

/*
 * Print FINDINGS below TITLE; notes only with NOTES. Returns false if nothing was printed.
 */
bool findings_print(const char *title, const struct findings *findings, bool notes);

/* FINDINGS as a list of objects. The caller owns it. */
json_t *findings_json(const struct findings *findings);

#endif
