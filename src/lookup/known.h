/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The environments that are known: on record, in the stores of other tools, in this directory, and
 * the one that is on. Finding them only reads.
 */
#ifndef AVENV_KNOWN_H
#define AVENV_KNOWN_H

#include "core/context.h"
#include "plan/search.h"

struct env {
	/** its real path, and its directory */
	const char *path;
	struct file_info info;
	/** its own name, or its project's if that is generic, or "web/.venv" if both are needed */
	const char *name;
	/** its parent; NULL in a store */
	const char *project;
	/** "project", or the tool of the store: "poetry" */
	const char *source;
	/** VIRTUAL_ENV leads to it */
	bool active;
	/** its name is generic or is another's, too: only its path names it anywhere */
	bool ambiguous;

	/* ---- after known_find_judged() ---- */
	/** as the records and the disk have it; the state in a word: "ok", "moved" */
	struct found *found;
	const char *state;
	/** what is wrong with it, in words; or NULL */
	const char *problem;
};

struct known {
	/** by name */
	struct env *list;
	size_t count, room;
	/** where an own name or a project's begins otherwise, it is left out; "": none is */
	const char *prefix;
};

/* Find those whose names begin with PREFIX, maybe some others, each once. No file of theirs is read. */
void known_find(struct context *ctx, const char *prefix, struct known *known);

/*
 * Find all that are known, with the state of each. Directories that turn out to be no environment,
 * or another user's, are left out.
 */
void known_find_judged(struct context *ctx, struct known *known);

/* The tool in whose store the environment at PATH, a real path, is: "poetry"; NULL: in none. */
const char *known_tool(const char *path);

/* Judge the environment at PATH by the records; IN_STORE it needs none. */
void known_judge(struct trust *trust, const char *path, bool in_store, struct found *found);

/*
 * The path that ENV means: ENV itself, or the environment that has the name, or whose name alone
 * begins so. In the working directory .venv and what is on record come before a name; what may
 * have come with a clone is one among others. NULL, after printing why it means nothing.
 */
const char *known_path(struct context *ctx, const char *env);

/* The word that names ENV anywhere: its name, else its path. */
const char *env_word(const struct env *env);

#endif
