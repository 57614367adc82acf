/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The environments that are known: on record, in allowed trees, in the stores of other tools, in
 * this directory, and the one that is on. Finding them only reads.
 */
#ifndef AVENV_KNOWN_H
#define AVENV_KNOWN_H

#include "core/search.h"
#include "known/context.h"

/** How many directories of allowed trees, and of stores, are looked at. */
enum {
	KNOWN_ALL = 100000,
	/** for TAB */
	KNOWN_NEAR = 768,
};

struct env {
	/** its real path, and its directory */
	const char *path;
	struct file_info info;
	/** its own name, or its project's if that is generic, such as .venv */
	const char *name;
	/** its parent; NULL in a store */
	const char *project;
	/** "project", or the tool of the store: "poetry" */
	const char *source;
	/** VIRTUAL_ENV leads to it */
	bool active;
	/** its name is generic or is another's, too: only its path names it */
	bool ambiguous;

	/* ---- after known_judge() ---- */
	/** as the records and the disk have it, and state_word() of that */
	struct found *found;
	const char *state;
	/** what is wrong with it, in words; or NULL */
	const char *problem;
};

struct known {
	/** by name */
	struct env *list;
	size_t count, room;
	/** a tree has more than LOOKS directories */
	bool cut_short;
};

/* Find them, each once. No file of theirs is read. */
void known_find(struct context *ctx, size_t looks, struct known *known);

/* Read each and judge it. What turns out to be no environment, or another user's, is dropped. */
void known_judge(struct context *ctx, struct known *known);

/*
 * How many are called NAME, or with START have a name that begins so; *FIRST is the first of them.
 * A generic name is none's.
 */
size_t known_match(const struct known *known, const char *name, bool start,
		   const struct env **first);

/* Print that NAME is none of them, with the nearest, or that it is several. */
void known_complain(const struct known *known, const char *name);

/* Print that a tree was not searched to its end, if that is so. */
void known_tell_cut_short(const struct known *known);

/* The word that names ENV in the working directory: its name, else its path. */
const char *env_word(const struct env *env);

/* Where it is, for a table: its project or its store; its path, if only that names it. */
const char *env_where(const struct env *env);

/* The state in a word: "ok", "not allowed", "denied". One vocabulary for all commands. */
const char *state_word(const struct found *found);

#endif
