/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The account of a shell, three lines, which `avenv`, `avenv status` and `avenv doctor` print:
 *
 *	(web) on: /home/ann/web/.venv, Python 3.12.4, turned on by avenv
 *	allowed for /home/ann/web ('avenv forget' takes that back)
 *	'avenv check' says how 2 packages differ from requirements.txt
 */
#ifndef AVENV_STATUS_LINES_H
#define AVENV_STATUS_LINES_H

#include "context/calling_shell.h"
#include "print/json.h"
#include "print/reason.h"

struct status_lines {
	/** the first line: the active environment, and the change at the next prompt */
	const char *on;
	/** the second line, `why`, and the third, `next` and `does` */
	struct reason reason;
	/** the active environment changes at the next prompt, or at a `cd` to the directory */
	bool changes;
	/** something is wrong, and not only as the user wants it: `doctor` exits with 1 */
	bool wrong;
	/** in words: what of `setup --everywhere` is not in effect, and what hides environments of
	 * other tools, each with the command that changes that */
	struct strings faults;
};

/*
 * Explain S, the shell as it is and as its next prompt makes it. There is one next command: that of
 * an obstacle to avenv, else of the reason, else of another program that comes first on PATH, else
 * one about packages.
 */
struct status_lines status_lines(struct context *ctx, const struct calling_shell *s);

/* Print LINES->faults on stderr; and LINES, of S, on stdout. */
void status_lines_note(const struct status_lines *lines);
void status_lines_print(const struct calling_shell *s, const struct status_lines *lines);

/* Add the keys `because` and `next` to OBJECT, null where there is none. */
void status_lines_json(json_t *object, const struct status_lines *lines);

#endif
