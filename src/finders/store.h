/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stores: the directories in which other tools keep the environments of projects.  The
 * search remembers what it saw of them, so that each is looked up once, however far the walk
 * goes up.
 */
#ifndef AVENV_STORE_H
#define AVENV_STORE_H

#include "core/search.h"
#include "core/strings.h"

/* As platformdirs has them, below the home directory. */
#ifdef __APPLE__
#define STORE_CACHE  "Library/Caches"
#define STORE_CONFIG "Library/Application Support"
#define STORE_DATA   "Library/Application Support"
#else
#define STORE_CACHE  ".cache"
#define STORE_CONFIG ".config"
#define STORE_DATA   ".local/share"
#endif

enum tool {
	TOOL_POETRY,
	TOOL_PIPENV,
	TOOL_HATCH,
	TOOL_PDM,
	TOOL_WRAPPER,
	TOOL_PYENV,
	TOOLS,
};

/* PATH is absolute, or begins with "~": the absolute path; else, and for NULL, NULL. */
const char *store_absolute(const struct search *search, const char *path);

/* The same of the variable NAME. */
const char *store_variable(const struct search *search, const char *name);

/* REST below the variable XDG, if that is absolute, else below HOME/DIR; NULL: no home. */
const char *store_user_dir(const struct search *search, const char *xdg, const char *dir,
			   const char *rest);

/* TOOL is in use: PATH() is there, NULL for no.  Asked once a search. */
bool store_is_there(struct search *search, enum tool tool,
		    const char *(*path)(const struct search *search));

/* The text of TOOL's settings of the user in the file PATH; "" where there are none. */
const char *store_settings(struct search *search, enum tool tool, const char *path);

/* search->dir has a pyproject.toml; asked once a directory. */
bool store_has_pyproject(struct search *search);

/* The real path of search->dir. */
const char *store_real(struct search *search);

/* NAME is one component of a path, and no "." or "..". */
bool store_is_name(const char *name);

/* NAME as poetry and pipenv write it: the characters of BAD are '_', at most 42 characters. */
const char *store_clean_name(const char *name, const char *bad);

/* The first 8 characters of the SHA-256 of TEXT in URL-safe base64. */
const char *store_id(const char *text);

/* PATH has a pyvenv.cfg that is a file.  INFO is of that; or NULL. */
bool store_has_env(const char *path, struct file_info *info);

/* The environments of the store PATH of TOOL with TAG in their names; *NEWEST of them. */
struct strings store_matches(struct search *search, enum tool tool, const char *path,
			     const char *tag, const char **newest);

/** Of a store: the names of environments, and the directory that each names in its .project. */
struct store_projects {
	struct strings names, dirs;
};

/* Those of virtualenvwrapper's store PATH; read once a search. */
const struct store_projects *store_projects(struct search *search, const char *path);

/* The directory that the environment ENV names in its .project; NULL: none. */
const char *store_project(const char *env);

/* The records say that what leads out of search->dir may be followed. */
bool store_is_followed(struct search *search);

/* C is of TOOL, and NAME in search->dir leads to it. */
void store_candidate(struct search *search, struct candidate *c, const char *tool,
		     const char *name);

/*
 * ENV, in a store that the user chose, is made for search->dir, as its name or its .project
 * says: C, unless it is no environment.  No record is needed if the store lies outside of
 * the project and of each directory with a .git.
 */
bool store_tied(struct search *search, struct candidate *c, const char *env);

/*
 * The project, or a relative setting, chose TARGET: C.  Nothing is looked up there before
 * the user's word.
 */
bool store_chosen(struct search *search, struct candidate *c, const char *target);

#endif
