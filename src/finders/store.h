/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stores: the directories in which other tools keep the environments of projects. Each tool has a
 * file with one struct store. A search looks up each store once, not once for each directory.
 */
#ifndef AVENV_STORE_H
#define AVENV_STORE_H

#include "core/buf.h"
#include "finders/finders.h"

#define STORE_PYPROJECT "pyproject.toml"

struct store {
	const char *tool;
	/** the project's file by which the tool finds the environment; for people */
	const char *file;
	/** environment variable with the store's path; "": none */
	const char *variable;
	/** default path of the store in the home directory, for settings_home() */
	const char *place;
	/** subdirectory that contains the environments; NULL: the store itself does */
	const char *below;
	/** the variable's path includes `below` */
	bool variable_is_dir;
	/**
	 * Search the store_dir() DIR for the environment of search->dir. Returns true with it in C.
	 */
	bool (*look)(struct search *search, struct candidate *c, const char *dir);
};

extern const struct store store_poetry, store_pipenv, store_hatch, store_pdm,
	store_virtualenvwrapper, store_pyenv;

/* The stores in search order, ended by NULL. */
extern const struct store *const stores[];

enum {
	/** largest number of entries that are read of a store */
	STORE_ENTRIES_MAX = 1024,
};

/** The stores that exist, for one search */
struct stores {
	/** path of each of stores[] that exists, else NULL */
	const char **places;
	bool any;
	/** virtualenvwrapper's environments and their projects; valid if `listed` */
	struct strings envs, projects;
	size_t entries;
	bool listed;
};

/* The path of STORE, which may not exist; NULL: there is no home directory. */
const char *store_place(const struct store *store);

/* The directory of STORE's environments; PLACE is the store_place(). */
const char *store_dir(const struct store *store, const char *place);

/* The real path of search->dir; search->dir itself if there is none. */
const char *store_real(struct search *search);

/*
 * The newest environment of the directory PATH with TAG in its name: PATH/NAME, or with BELOW
 * PATH/NAME/BELOW/NAME.  NULL: none.
 */
const char *store_newest(const char *path, const char *tag, const char *below);

/*
 * The pointer NAME in search->dir may be followed: the user named the project, or a record is of
 * NAME.
 */
bool store_is_followed(struct search *search, const char *name);

/*
 * Answer with ENV, an environment in the user's store whose name or .project refers to search->dir.
 * Returns false if ENV is NULL or does not exist. It needs no record if it is outside of the
 * project and of each directory with a .git.
 */
bool store_use_tool_env(struct search *search, struct candidate *c, const char *env);

/*
 * Answer with TARGET, chosen by the project or by a relative setting. Before the user allows that,
 * TARGET outside of the project is not looked up. Returns false if TARGET is known to be missing.
 */
bool store_use_project_choice(struct search *search, struct candidate *c, const char *target);

/*
 * The environment in pipenv's store that WORD, the line of a redirect file in DIR beside a Pipfile,
 * names. NULL: WORD is a path, as in other redirect files.
 */
const char *store_named(const char *dir, const char *word);

#endif
