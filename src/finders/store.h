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
/** In an environment of pipenv or virtualenvwrapper: the path of its project */
#define STORE_PROJECT ".project"

/** Why a file of settings or a directory, which may hide environments, is not read */
struct store_fault {
	/** for people; NULL: there is no fault */
	const char *text, *path;
	/** another user can change PATH; else errno; 0: its text is wrong */
	bool others;
	int error;
};

/** The directory in which a tool keeps the user's environments. */
struct store_place {
	/** the directory, absolute or relative to the project; NULL: the tool has none */
	const char *dir;
	/** the user's settings file; NULL: none is usable */
	const struct toml *settings;
	/** of a settings file that exists */
	struct store_fault fault;
	/** of a search: the user has used the tool */
	bool used;
};

struct store {
	const char *tool;
	/**
	 * the file that ties an environment to its project, and the name of the slot: in the
	 * project, but STORE_PROJECT in the environment
	 */
	const char *file;
	/** the project's own settings, beside it; NULL: the tool has none */
	const char *local;
	/** the path of the user's settings file; NULL: the tool has none */
	const char *(*settings)(void);
	/** the directory of the environments by SETTINGS: see struct store_place */
	const char *(*dir)(const struct toml *settings);
	/** where the tool was used, the directory this many levels above the environments exists */
	unsigned above;
	/** levels below the directory at which environments may be */
	unsigned depth;
	/** a file of the project may name another directory than that of the user's settings */
	bool by_project;
	/** Fill in C, the tool's environment for search->dir. Returns false if none is known. */
	bool (*look)(struct search *search, struct candidate *c, const struct store_place *place);
};

extern const struct store store_poetry, store_pipenv, store_hatch, store_virtualenvwrapper,
	store_pyenv;

/* `poetry env use` chose an environment for the project of ENV, the path of one in poetry's store. */
bool poetry_has_chosen(const char *env);

/* The stores in search order, ended by NULL. */
extern const struct store *const stores[];

enum {
	/** characters of a project's name in the names of poetry's and pipenv's environments */
	STORE_NAME_MAX = 42,
	/** bytes of projects' TOML files that one search reads: to parse them takes < 50 ms */
	STORE_TOML_MAX = 208 * 1024,
};

/** The stores, for one search */
struct stores {
	/** parallel to `stores` */
	struct store_place *places;
	/** bytes of TOML that were read */
	size_t toml_bytes;
	/** the pyproject.toml that was read last; its text (NULL: unreadable) and, if parsed, content */
	const char *pyproject;
	struct text text;
	const struct toml *toml;
	/** virtualenvwrapper's environments and their projects; valid if `listed` */
	struct strings envs, projects;
	bool listed;
};

/* Set PLACE to the place of STORE, which may be missing. */
void store_place(const struct store *store, struct store_place *place);

/* The fault by which an environment of STORE for DIR may be hidden. */
struct store_fault store_fault(const struct store *store, const char *dir);

/* The first store_fault() of the stores that a file in DIR or above leads to. */
struct store_fault stores_fault(const char *dir);

/* The real path of search->dir; search->dir itself if there is none. */
struct real_path search_real(const struct search *search);

/*
 * Read PATH, a TOML file of a project, if WORD is in its text. NULL: it is not, or PATH is missing
 * or invalid, or search->too_large: with it this search would read more than STORE_TOML_MAX bytes.
 */
const struct toml *store_toml(struct search *search, const char *path, const char *word);

/* store_toml() of the pyproject.toml in search->dir, which several tools read. */
const struct toml *store_pyproject(struct search *search, const char *word);

/*
 * The absolute path that FILE, relative to the directory DIR, consists of, with or without a newline
 * at its end; NULL: none. A path with a newline or a CR in it is none: part of it may be another's.
 */
const char *store_path_in(int dir, const char *file);

/*
 * Set ENVS to the environments PATH/NAME whose NAME ends with TAG and a version; with
 * BELOW to all PATH/NAME/BELOW, or if that ends with "/" PATH/NAME/BELOW/NAME.
 */
void store_list(const char *path, const char *tag, const char *below, struct strings *envs);

/* Record for the idle test that ENV is missing, which a tool makes for search->dir. */
void store_await(struct search *search, const char *env);

/*
 * The start of the name that poetry and pipenv give the environment of PROJECT: `_` for each of the
 * characters REPLACED.
 */
const char *store_env_name(const char *project, const char *replaced);

/*
 * The pointer NAME in search->dir may be followed: the user named the project, or NAME has a
 * record.
 */
bool store_is_followed(struct search *search, const char *name);

/*
 * Answer with TARGET, chosen by the project or by a relative setting. Before the user allows that,
 * TARGET outside of the project is not looked up. Returns false if TARGET is known to be missing.
 */
bool store_use_project_choice(struct search *search, struct candidate *c, const char *target);

/*
 * Answer with ENV: by store_use_project_choice() if BY_PROJECT, the project chose it. Returns false
 * if it is missing.
 */
bool store_use(struct search *search, struct candidate *c, const char *env, bool by_project);

/*
 * store_use() of the only one of ENVS. Several are an answer that names them: the tool chooses by
 * the Python that it runs or starts. One that is denied is none of several. Returns false if there
 * is none.
 */
bool store_use_one(struct search *search, struct candidate *c, const struct strings *envs,
		   bool by_project);

/* The directory of PLACE for the project search->dir. *BY_PROJECT: the setting is relative. */
const char *store_dir(const struct search *search, const struct store_place *place,
		      bool *by_project);

/*
 * The variable NAME of pipenv: that of ENV_FILE comes before that of the environment. NULL: empty or
 * not set. *BY_PROJECT is set if it is the file's.
 */
const char *pipenv_variable(const char *env_file, const char *name, bool *by_project);

/* The text of the file of variables that pipenv reads in the project DIR; "": none. */
const char *pipenv_env_file(const char *dir);

/*
 * WORD is the text of a redirect file in DIR. Beside a Pipfile WORD may be the name of an
 * environment in pipenv's store: its path. NULL: WORD is a path, as in other redirect files.
 */
const char *store_named(const char *dir, const char *word);

#endif
