/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings of other tools: their variables, switches, and paths with "~" and "$NAME". */
#ifndef AVENV_TOOL_SETTINGS_H
#define AVENV_TOOL_SETTINGS_H

#include "formats/toml_tree.h"

/* PATH with the user's home directory for "~"; with VARIABLES also with values for "$NAME". */
const char *tool_path(const char *path, bool variables);

/* The value of the variable NAME; NULL: empty or not set. */
const char *tool_variable(const char *name);

/* VALUE turns a switch of a tool on: it is not NULL, empty, 0, no, n, false, f or off. */
bool tool_is_on(const char *value);

/* A switch is on: VALUE of a variable, unless NULL, else KEY in TABLE, is true, as boolean or text. */
bool tool_switch(const char *value, const struct toml *table, const char *key);

#endif
