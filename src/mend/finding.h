/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Defects of an environment, as doctor and repair find them. */
#ifndef AVENV_FINDING_H
#define AVENV_FINDING_H

#include "print/json.h"

struct finding {
	/** kind, one word for scripts: "base-gone" */
	const char *id;
	/** absolute path of a file, or name of a package or variable; NULL: none */
	const char *subject;
	/** the defect and its consequence, with the subject, in words that are safe to print */
	const char *text;
	/** the command that mends the defect, as a line for a shell; NULL: none */
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

/* Add a finding. Returns it, to be completed by the caller before the next one is added. */
struct finding *findings_add(struct findings *findings, const char *id, const char *subject,
			     const char *text);

/* findings_add() with a text that is formatted as by printf(). */
struct finding *findings_say(struct findings *findings, const char *id, const char *subject,
			     const char *format, ...) PRINTF(4, 5);

/* The command to type: what mends it, else what has to be first; NULL: there is none. */
const char *finding_command(const struct finding *f);

/* The number of FINDINGS that are not harmless. */
size_t findings_wrong(const struct findings *findings);

/*
 * Print FINDINGS below TITLE, the harmless ones only with NOTES. Returns false if none was printed.
 */
bool findings_print(const char *title, const struct findings *findings, bool notes);

/* Add FINDINGS to the object that is open in J, as the list "findings". */
void findings_json(struct json *j, const struct findings *findings);

#endif
