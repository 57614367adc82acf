/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The environments that are known: in or below recorded places, in the stores
 * of other tools, what this directory gives, and the active one.  Looking them
 * up only reads: one that is not allowed is known, too.
 */
#ifndef AVENV_ENVS_H
#define AVENV_ENVS_H

#include "core/venv.h"
#include "known/context.h"

struct env {
	/** its real path, and what is known of it */
	struct venv venv;
	/** its directory */
	struct file_info info;
	/** what people call it: a generic name says nothing, so its project's */
	const char *name;
	/** the directory that it belongs to: its parent; NULL in a store */
	const char *project;
	/** "project", or the store: "virtualenvs", "poetry", "pipenv", "pyenv",
	 * "pdm", "hatch" */
	const char *source;
	/** what the records say of it */
	enum verdict verdict;
	/** "ok"; "broken"; "moved": its scripts name another place; "refused": somebody else
	 * may write there; or "unknown": links in what nobody vouches for are not followed */
	const char *health;
	/** why, where it is not "ok" or "unknown"; else NULL */
	const char *problem;
	/** VIRTUAL_ENV leads to it */
	bool active;
	/** its name is generic, or another has the same: name it by its path */
	bool ambiguous;
	/** another is in the working directory under that name: the same */
	bool hidden;
};

struct envs {
	struct env *list;
	size_t count;
	/** a bound was hit, not all was searched */
	bool cut_short;
};

/*
 * Find them all, each once, in the order of their names.  A long search shows on the
 * terminal how far it is.
 */
void envs_find(struct context *ctx, struct envs *envs);

/*
 * How many of ENVS are called NAME; *FIRST is the first of them.  One of the
 * generic names calls none: it means what is here, and never leads elsewhere.
 */
size_t envs_match(const struct envs *envs, const char *name, const struct env **first);

/* The same of names that begin with START. */
size_t envs_begin(const struct envs *envs, const char *start, const struct env **first);

/* Say that NAME is none of ENVS, and which is nearest, or is several. */
void envs_complain(const struct envs *envs, const char *name);

/* Say of ENVS, where it is so, that there may be more. */
void envs_tell_cut_short(const struct envs *envs);

/*
 * The same at a glance, for completion: only `venv.path`, `info`, `name`,
 * `project`, `source`, `ambiguous` and `hidden` are filled in.  No file is read,
 * no link in a project followed, and a bounded number of places looked at: the
 * most recent records first, and of an allowed tree what is nearest.  Of the
 * recorded ones those are enough whose name or path begins with PREFIX, in
 * whatever case.
 */
void envs_glance(struct context *ctx, const char *prefix, struct envs *envs);

/* What names ENV on a command line here: its name, or where that would be
 * somebody else's, its path. */
const char *env_word(const struct env *env);

/* Its project, or the store that it is in; of an ambiguous one its path. */
const char *env_where(const struct env *env);

/* In a word or a few: "ok", "denied", "not allowed", or what is wrong. */
const char *env_state(const struct env *env);

/*
 * How many distributions are installed in VENV (*.dist-info and *.egg-info in
 * its own site-packages), as far as that is not unseen(); nothing is read but
 * directories.
 */
size_t env_packages(const struct venv *venv);

/* The version of VENV's Python: "3.11.2", or "3.11"; NULL: unknown, or unseen(). */
const char *env_python(const struct venv *venv);

/* What ENV is called. */
const char *env_name(const struct env *env);

/* Bring ENVS into order and mark those that a name is not enough for. */
void envs_sort(struct envs *envs);

#endif
