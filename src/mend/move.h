/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The move of an environment: a rename, its record, then a relocation of the paths in its files.
 * After a kill, `avenv repair` writes the paths; if the kill came before the record, `avenv allow`
 * is first. Links and redirects of other projects are printed, not changed.
 */
#ifndef AVENV_MOVE_H
#define AVENV_MOVE_H

#include "context/context.h"
#include "mend/relocate.h"

struct move {
	struct context *ctx;
	/** the environment before the move, and its path after it */
	struct real_path old;
	const char *target;

	/* ---- after move_check() ---- */
	/** descriptor of the environment, locked */
	int dir;
	/** a record allows the environment at its old path: move() records it at the new one */
	bool allowed;
	/** the path in that record: another one, if the project was moved */
	const char *slot;
	/** the others whom that record accepts, as in struct owners */
	const char *shared;
	/** the paths in the files of the environment */
	struct relocations paths;
};

/*
 * Check that the environment may be moved and that a record allows it. Lock it, find the files with
 * its path, and check that they can be written. Writes nothing. Returns 0, or -1 after printing why
 * not.
 */
int move_check(struct move *m) NODISCARD;

/*
 * Rename the environment, record it and write its new path into its files. Returns 0, or -1 after
 * printing why: nothing is changed, or the message names the command that does the rest.
 */
int move(struct move *m) NODISCARD;

#endif
