/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The move of an environment: a rename, then a relocation of the paths in it. */
#ifndef AVENV_MOVE_H
#define AVENV_MOVE_H

#include "mend/relocate.h"

struct move {
	/** real paths of the environment, before and after the move */
	const char *old, *target;
	/** descriptor of the environment, locked */
	int dir;
	/**
	 * the environment is at `target`, renamed by this run or an earlier one, killed after that
	 */
	bool renamed;
	/** the paths in its files */
	struct relocation paths;
};

/*
 * Find the files to edit and check that they can be written. Writes nothing. Returns 0, or -1 after
 * printing why not.
 */
int move_look(struct move *m) NODISCARD;

/*
 * Rename the environment, unless M->renamed. Returns 0, or -1 after printing why, with nothing
 * changed.
 */
int move_rename(struct move *m) NODISCARD;

/*
 * Write the new paths into the files. Returns 0, or -1 after printing the file that cannot be
 * written; 'avenv repair' can write the rest.
 */
int move_write(struct move *m) NODISCARD;

/*
 * Have the files of the environment at PATH, where it is kept for now, name ENV again, if they do
 * not. Returns 0, or -1 after printing why they cannot.
 */
int move_back(const char *path, const char *env) NODISCARD;

#endif
