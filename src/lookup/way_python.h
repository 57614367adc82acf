/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The commands to type for another Python, or for one that is gone. A function that returns a text
 * returns the end of a message, with the command in quotes.
 */
#ifndef AVENV_WAY_PYTHON_H
#define AVENV_WAY_PYTHON_H

#include "declared/install.h"
#include "print/reason.h"

/*
 * ENV, the path of an environment which the tool of M fills, has PYTHON, an argument of -p: what
 * says that the tool will replace it, and how that ends. NULL: it keeps it.
 */
const char *python_not_kept(const struct context *ctx, const struct manifest *m, const char *env,
			    const char *python);

/*
 * How ENV, the path of an environment which the tool of M fills, is made anew, with PYTHON, an
 * argument of -p; NULL: with any. Without a command: what of the project excludes PYTHON.
 */
struct reason way_to_rebuild_by_tool(const struct context *ctx, const struct manifest *m,
				     const char *env, const char *python);

/*
 * COMMAND, an `avenv recreate`, for ENV. It refuses what git tracks, so git untracks that first; and
 * an environment that is a repository itself: then "".
 */
const char *recreate_line(const char *command, struct real_path env);

/*
 * The command that rebuilds VENV with PYTHON, an argument of -p; NULL: with its own. Without a
 * command: what of the project excludes PYTHON, or that VENV is a repository.
 */
struct reason way_to_rebuild(const struct context *ctx, const struct venv *venv,
			     const char *python);

/* The same with the Python PROPOSED, or if the project excludes that, with another. */
struct reason way_to_rebuild_near(const struct context *ctx, const struct venv *venv,
				  const char *proposed);

/* The command that gives VENV, which venv_lacks_python(), one: it repairs or rebuilds VENV. */
struct reason way_to_repair(const struct context *ctx, const struct venv *venv);

#endif
