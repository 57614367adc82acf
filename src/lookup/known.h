/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room lookup finds the known environments and their states, and resolves a typed word to one
 * of them. It also gives the reasons why an environment is not turned on.
 *
 * Known environments: those on record, those in the stores of other tools, those of this directory,
 * and the active one. Finding environments only reads.
 */
#ifndef AVENV_KNOWN_H
#define AVENV_KNOWN_H

#include "context/context.h"

struct env {
	/** the environment, and attributes of that directory */
	struct real_path real;
	struct file_info info;
	/** own name; the project's if the own name is generic; "web/.venv" if both are needed */
	const char *name;
	/** own name, or the project's if the own name is generic; not always unique */
	const char *short_name;
	/** the tool in whose store it is, "poetry"; else NULL */
	const char *tool;
	/**
	 * the project that it is on record for, else the parent directory; in a store the working
	 * directory's project if that has it, else store_project() after known_find_judged()
	 */
	const char *project;
	/** VIRTUAL_ENV leads to this environment */
	bool active;
	/** the name is generic or not unique: only the path identifies it everywhere */
	bool ambiguous;
	/** in this directory the name means a slot in it, and not this environment */
	bool means_slot;

	/* ---- after known_find_judged() ---- */
	/** state by the records and the disk, and the word for that state: "ok", "moved" */
	struct verdict *found;
	const char *state;
	/** the problem as text; or NULL */
	const char *problem;
	/** in a store: `project` is certainly gone */
	bool gone;
};

struct known {
	/** after known_find(): sorted by name */
	struct env *list;
	size_t count, room;
	/** only environments whose own name or project's name begins so are added; "": all */
	const char *prefix;
};

/*
 * Find the environments whose names begin with PREFIX, each once; others may be among them. No file
 * of an environment is read.
 */
void known_find(struct context *ctx, const char *prefix, struct known *known);

/*
 * Find all known environments with their states. Directories that are no environments are left out,
 * and environments of another user that are not active.
 */
void known_find_judged(struct context *ctx, struct known *known);

/* Set ENV->found, by the records alone. Returns false if known_find_judged() would leave ENV out. */
bool known_is_shown(struct trust *trust, struct env *env);

/* The tool in whose store the environment at PATH is: "poetry"; NULL: in none. */
const char *known_tool(struct real_path path);

/* Judge the environment at PATH by the records. With IN_STORE the environment needs no record. */
void known_judge(struct trust *trust, struct real_path path, bool in_store, struct verdict *found);

/*
 * Is the user's word about the environment at PATH itself? A record of its own allows it: of its
 * slot, of the slot in its project before that was moved, or of a link to it. AVENV_TRUST and the
 * store of a tool count as one; a tree and a main checkout do not: they only cover what was made in
 * its place, and a command that writes into it would make it look so. False for one that is denied,
 * and for a clone, unless --tracked accepted that.
 */
bool env_is_allowed(struct trust *trust, struct real_path path);

/*
 * ENV may be called by its name, and by the start of that: env_is_allowed(), or it is active. Any
 * other, as one that came with a clone, is named by its path only.
 */
bool known_has_name(struct trust *trust, const struct env *env);

/*
 * The path that the word ENV means: ENV itself, the environment of that name, or the only one whose
 * name begins with ENV, of those with known_has_name(). In the working directory .venv and names on
 * record take precedence over known names, which take precedence over any other entry. *IS_ENTRY:
 * the path is ENV, a word without a slash: what is there has to be allowed. Returns NULL after
 * printing that ENV is unknown, ambiguous or not allowed.
 */
const char *known_path(struct context *ctx, const char *env, bool *is_entry);

/*
 * Print that the environment at PATH, which the typed word ENV would name, is not allowed, and the
 * command with its path. Returns -1.
 */
int known_refuse(struct context *ctx, const char *env, const char *path);

/* The word by which known_path() finds ENV: its name if that means no other one, else its path. */
const char *env_word(struct trust *trust, const struct env *env);

#endif
