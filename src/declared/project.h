/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A project, looked at once: `up`, `check`, `create`, `recreate`, `doctor` and the hints take it
 * from here. In a directory below the member m of a workspace of uv's:
 *
 *	/ws/pyproject.toml	members = ["m"]		root = /ws
 *	/ws/uv.lock					file
 *	/ws/m/pyproject.toml				dir = /ws/m
 */
#ifndef AVENV_DECLARED_PROJECT_H
#define AVENV_DECLARED_PROJECT_H

#include "declared/manifest.h"
#include "plan/search.h"

struct project {
	/** directory in which the tool works: of the nearest file that declares packages, or `root` */
	const char *dir;
	/** directory whose environment the tool fills, by its own rule: `dir`, or one above it */
	const char *root;
	/** what declares the packages, its tool and commands; NULL: none, or see `fault` */
	const struct manifest *manifest;
	/** path of the file of that kind */
	const char *file;
	/** why the pyproject.toml in `dir` cannot be read; else NULL */
	const char *fault;
};

/* The project of the nearest of the directory DIR and those above, below the home directory. */
struct project project_above(const struct settings *settings, const char *dir);

/* The same of the working directory; all zero if that is unknown. */
struct project project_here(const struct context *ctx);

/* The project of DIR alone. */
struct project project_in(const char *dir);

/* P, if FOUND is its environment; else the project of the directory in which FOUND was found. */
struct project project_of_env(const struct project *p, const struct verdict *found);

/* The path of `dir` in `root`, of a member of a workspace; NULL: they are the same. */
const char *project_member(const struct project *p);

/* The table WORKSPACE in the directory ROOT excludes its member DIR. */
bool project_excludes(const struct toml *workspace, const char *root, const char *dir);

/*
 * Set FOUND to the environment of P, in its root or the root itself; without one candidate.path is
 * NULL.
 */
void project_env(struct trust *trust, const struct project *p, struct verdict *found);

/* The `avenv up` for the project in DIR, to be typed where the shell is; or as it was typed. */
const char *up_line(const struct context *ctx, const char *dir);

#endif
