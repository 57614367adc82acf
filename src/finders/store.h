/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stores: the directories in which other tools keep the environments of projects. Each tool has a
 * file with one struct store. A search looks up each store once, not once for each directory.
 */
#ifndef AVENV_STORE_H
#define AVENV_STORE_H

#include "core/buf.h"
#include "finders/finders.h"
#include "finders/tool_settings.h"

#define STORE_PYPROJECT "pyproject.toml"

/** Where the user has a tool keep its environments. */
struct store_place {
	/** their directory; relative to the project, unless it is absolute; NULL: there is none */
	const char *dir;
	/** the user's settings file; NULL: there is none */
	const struct toml *settings;
	/** why that is not used; NULL: it is, or there is none */
	const char *fault;
};

struct store {
	const char *tool;
	/** the project's file by which the tool finds the environment; for people */
	const char *file;
	/** the project's own settings, beside it; NULL: the tool has none */
	const char *local;
	/** the path of the user's settings file; NULL: the tool has none */
	const char *(*settings)(void);
	/** the directory of the environments by SETTINGS: see struct store_place */
	const char *(*dir)(const struct toml *settings);
	/** its directory of this many levels above is looked for: it is there if the tool was used */
	unsigned above;
	/** levels below the directory at which environments may be */
	unsigned depth;
	/** The tool has an environment for search->dir: C. */
	bool (*look)(struct search *search, struct candidate *c, const struct store_place *place);
};

extern const struct store store_poetry, store_pipenv, store_hatch, store_virtualenvwrapper,
	store_pyenv;

/* The stores in search order, ended by NULL. */
extern const struct store *const stores[];

enum {
	/** largest number of entries that are read of a store */
	STORE_ENTRIES_MAX = 1024,
};

/** The stores that exist, for one search */
struct stores {
	/** the place of each that is there, else all zero */
	struct store_place *places;
	bool any;
	/** virtualenvwrapper's environments and their projects; valid if `listed` */
	struct strings envs, projects;
	size_t entries;
	bool listed;
};

/* The place of STORE, whether there or not. */
void store_place(const struct store *store, struct store_place *place);

/*
 * Why STORE may have an environment for DIR that is not seen: a settings file or a directory that
 * cannot be read, which is *PATH. NULL: it has none.
 */
const char *store_fault(const struct store *store, const char *dir, const char **path);

/* The same of all stores that a file in DIR or above leads to. */
const char *stores_fault(const char *dir);

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
 * ENV, a name in DIR: C as by the function of BY_PROJECT: store_use_project_choice() or
 * store_use_tool_env(). NULL: there is none.
 */
bool store_use(struct search *search, struct candidate *c, const char *env, bool by_project);

/* PLACE's directory for the project search->dir. *BY_PROJECT: it lies there by a relative setting. */
const char *store_dir(const struct search *search, const struct store_place *place,
		      bool *by_project);

/*
 * The environment that the one word in a redirect file in DIR means to pipenv, beside a Pipfile: a
 * name in its store. NULL: WORD is a path as everywhere.
 */
const char *store_named(const char *dir, const char *word);

#endif
