/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a typed word to an environment or a project. A command takes
 * - target_find() for an environment, with the purpose for which it is wanted;
 * - target_prepare_write() before it changes a file of one that it has found;
 * - target_project_or_slot() for what a record is about: a project, or an environment in it;
 * - target_path() for a path at which nothing has to be.
 * ENV is a path, a project's directory, a known name or the start of one: see known_path(). A word
 * without a slash names only what is allowed; a path needs no record.
 */
#ifndef AVENV_TARGET_H
#define AVENV_TARGET_H

#include "context/context.h"
#include "records/slots.h"

/*
 * Resolve the path WORD to a project, or to one environment: then NAMED has that slot alone, else
 * none. NULL: the environment that the shell is in, else this directory's project, else this
 * directory. Returns 0, or -1 after printing why.
 */
int target_project_or_slot(struct context *ctx, const char *word,
			   struct candidates *named) NODISCARD;

/** A command wants the environment for this */
enum purpose {
	/** names it: any answer of the search is one */
	TO_NAME,
	/**
	 * reads its files: in any state, if it has a pyvenv.cfg, without a record; not another
	 * user's, unless ENV names it; found->venv: Python is not checked
	 */
	TO_READ,
	/** changes it: target_prepare_write() asks for the record */
	TO_CHANGE,
	/** starts its programs: it is usable, and recorded if a tree covers it */
	TO_USE,
};

/*
 * Find the environment ENV; NULL: this directory's, else the active one. FOUND has the result:
 * candidate.path is the path, and venv.path is NULL if a pointer at that path was not followed.
 * Returns 0, or -1 after printing why ENV cannot be found, or not be had for PURPOSE.
 */
int target_find(struct context *ctx, const char *env, enum purpose purpose,
		struct verdict *found) NODISCARD;

/*
 * Find the environment at PATH. Returns 0, or -1 after printing that the user denied it or who else
 * can write to it.
 */
int target_look_to_write(struct context *ctx, struct real_path path,
			 struct verdict *found) NODISCARD;

/*
 * Before a command writes into the environment at PATH: check that env_is_allowed() holds, and that
 * nobody else may write there. Returns 0, or -1 after printing that PATH is not DONE, such as
 * "repaired", and what to type first. *RECORDED, unless NULL: a record allows the slot of PATH, or
 * allowed it before its project was moved; the caller records what it makes.
 */
int target_prepare_write(struct context *ctx, struct real_path path, const char *done,
			 bool *recorded) NODISCARD;

/*
 * The absolute path of WORD, without links before its last component if that directory exists. NULL
 * after printing why.
 */
const char *target_path(const struct context *ctx, const char *word);

/* The path of the one environment that is NAMED, or of the project. */
struct real_path target_real(const struct candidates *named);

#endif
