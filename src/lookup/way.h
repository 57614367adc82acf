/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The commands to type for a project: they lead to its tool, to its packages and environment, and
 * to another Python. What is a text ends a message, with the command in quotes.
 */
#ifndef AVENV_WAY_H
#define AVENV_WAY_H

#include "declared/install.h"
#include "declared/manifest.h"

/*
 * TOOL, the first word of IN's command, is missing, and how to get it; or this user cannot write to
 * IN's environment. `why` is NULL: neither.
 * uv and pipx install into ~/.local/bin: if that is not in PATH, the last command puts it there; if
 * TOOL is in it, that is the only one.
 */
struct reason way_to_tool(const struct install *in, const char *tool);

/* The project in DIR is installed from M: `avenv up`; or its tool is missing, and how to get it. */
struct reason way_to_install(const struct context *ctx, const struct manifest *m, const char *dir);

/* WHY, and the command that makes the environment of PROJECT, or gets the tool that does. */
struct reason way_to_make(const struct context *ctx, const char *why,
			  const struct project *project);

/*
 * ENV, the path of an environment which the tool of M fills, has PYTHON, an argument of -p: what
 * says that the tool will replace it, and how that ends. NULL: it keeps it.
 */
const char *way_to_keep_python(const struct context *ctx, const struct manifest *m, const char *env,
			       const char *python);

/*
 * How ENV, the path of an environment which the tool of M fills, is made anew, with PYTHON, an
 * argument of -p; NULL: with any. Without a command: what of the project excludes PYTHON.
 */
struct reason way_anew(const struct context *ctx, const struct manifest *m, const char *env,
		       const char *python);

/* The command that rebuilds VENV with PYTHON, an argument of -p; NULL: with its own. */
struct reason way_to_rebuild(const struct context *ctx, const struct venv *venv,
			     const char *python);

/* The command that gives VENV, whose Python is gone, another one: it repairs or rebuilds VENV. */
struct reason way_to_repair(const struct context *ctx, const struct venv *venv);

#endif
