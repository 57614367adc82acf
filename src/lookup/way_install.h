/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands to type for a project: they lead to its tool, its packages and its environment. */
#ifndef AVENV_WAY_INSTALL_H
#define AVENV_WAY_INSTALL_H

#include "declared/install.h"
#include "declared/manifest.h"
#include "print/reason.h"

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

#endif
