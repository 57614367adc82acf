/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stores: the directories in which other tools keep the environments of projects.  A tool is
 * a file with one struct store.  A search looks for each store once, however far it goes up.
 */
#ifndef AVENV_STORE_H
#define AVENV_STORE_H

#include "core/buf.h"
#include "finders/finders.h"

#define STORE_PYPROJECT "pyproject.toml"

struct store {
	const char *tool;
	/** the project's file that leads to its environment, for people */
	const char *file;
	/** a variable with the store's place, or "" */
	const char *variable;
	/** else this place in the home directory, for settings_home() */
	const char *place;
	/** the environments are below this directory of the place; NULL: they are in the place */
	const char *below;
	/** the variable has the store_dir() itself, not the place */
	bool variable_is_dir;
	/** The tool has an environment for search->dir: C, in the store_dir() DIR. */
	bool (*look)(struct search *search, struct candidate *c, const char *dir);
};

extern const struct store store_poetry, store_pipenv, store_hatch, store_pdm,
	store_virtualenvwrapper, store_pyenv;

/* In the order in which a directory is looked for in them, up to a NULL. */
extern const struct store *const stores[];

enum {
	/** of a store; one with more is not read to its end */
	STORE_ENTRIES_MAX = 1024,
};

/** What a search knows of stores. */
struct stores {
	/** the place of each that is there, else NULL */
	const char **places;
	bool any;
	/** virtualenvwrapper's, once they were read: environments, and the project of each */
	struct strings envs, projects;
	size_t entries;
	bool listed;
};

/* The place of STORE, whether there or not; NULL: there is no home. */
const char *store_place(const struct store *store);

/* The directory of STORE's environments in PLACE. */
const char *store_dir(const struct store *store, const char *place);

/* The real path of search->dir. */
const char *store_real(struct search *search);

/*
 * The newest environment of the directory PATH with TAG in its name: PATH/NAME, or with BELOW
 * PATH/NAME/BELOW/NAME.  NULL: none.
 */
const char *store_newest(const char *path, const char *tag, const char *below);

/* The records say that what leads out of search->dir may be followed. */
bool store_is_followed(struct search *search, const char *name);

/*
 * ENV, in a store that the user chose, is made for search->dir, as its name or its .project
 * says: C, unless it is NULL or not there.  No record is needed if the store lies outside of
 * the project and of each directory with a .git.
 */
bool store_use_tool_env(struct search *search, struct candidate *c, const char *env);

/*
 * The project, or a relative setting, chose TARGET: C.  Nothing is looked up there before
 * the user's word.
 */
bool store_use_project_choice(struct search *search, struct candidate *c, const char *target);

/*
 * The environment that the one word in a redirect file in DIR means to pipenv, beside a Pipfile: a
 * name in its store. NULL: WORD is a path as everywhere.
 */
const char *store_named(const char *dir, const char *word);

#endif
