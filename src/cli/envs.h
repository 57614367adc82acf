/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The environments that are known: in or below trusted places, in the stores
 * of other tools, and those that avenv made or that a project points to.
 */
#ifndef AVENV_ENVS_H
#define AVENV_ENVS_H

#include "cli/command.h"
#include "core/venv.h"

struct env {
	/** its real path, and what is known of it */
	struct venv venv;
	/** what people call it: a generic name says nothing, so its project's */
	const char *name;
	/** the directory that it belongs to: its parent; NULL in a store */
	const char *project;
	/** "project", or the store: "virtualenvs", "poetry", "pipenv", "pyenv",
	 * "uv", "hatch", "conda" … */
	const char *source;
	/** another environment has the same name: name it by its path */
	bool ambiguous;
};

struct envs {
	struct env *list;
	size_t count, room;
	/** a bound was hit, not all was searched */
	bool cut_short;
};

/** How far to look, and what to say meanwhile. */
struct envs_want {
	/** called now and then during a long search; may be NULL */
	void (*progress)(void *arg, size_t dirs, size_t found);
	void *arg;
};

/* Find them all, each once, in the order of their names. */
void envs_find(struct context *ctx, const struct envs_want *want,
	       struct envs *envs);

/*
 * The one that NAME is the name of: a name as `avenv list` shows it, or the
 * last component of its path.  Returns 0, or -1 having said that there is none
 * or which ones there are.
 */
int envs_named(struct context *ctx, const char *name,
	       struct env *env) NODISCARD;

/*
 * How many distributions are installed in VENV (*.dist-info and *.egg-info in
 * its own site-packages); nothing is read but directories.
 */
size_t env_packages(const struct venv *venv);

#endif
