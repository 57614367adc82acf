/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands that get the tool of a project. */
#ifndef AVENV_WAY_INSTALL_H
#define AVENV_WAY_INSTALL_H

#include "declared/install.h"
#include "print/reason.h"

/*
 * TOOL, the first word of IN's command, is missing, and how to get it; or this user cannot write to
 * IN's environment; or install_elsewhere(). `why` is NULL: none of them.
 * uv and pipx install into ~/.local/bin: if that is not in PATH, the last command puts it there; if
 * TOOL is in it, that is the only one.
 */
struct reason way_to_tool(const struct install *in, const char *tool);

#endif
