/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A move: a rename, and the relocation. */
#ifndef AVENV_MOVE_H
#define AVENV_MOVE_H

#include "mend/relocate.h"

struct move {
	/** real paths: where the environment is, and where it will be */
	const char *old, *target;
	/** the environment, open and locked */
	int dir;
	/** it lies at `target`: an earlier move was killed after the rename */
	bool renamed;
	/** the paths in it */
	struct relocation paths;
};

/* Look at all that is to be edited: nothing is written. Returns 0, or -1 after printing why. */
int move_look(struct move *m) NODISCARD;

/* Rename it, unless that was done. Returns 0, or -1 after printing why, with all as it was. */
int move_rename(struct move *m) NODISCARD;

/*
 * Write the paths. Returns 0, or -1 after printing what cannot be written; 'avenv repair' finishes
 * that.
 */
int move_write(struct move *m) NODISCARD;

/*
 * Have the files of the environment at PATH, where it is kept for now, name ENV again, if they do
 * not. Returns 0, or -1 after printing why they cannot.
 */
int move_back(const char *path, const char *env) NODISCARD;

#endif
