/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings of another tool by the user and the project: variables, settings files, and paths in them */
#ifndef AVENV_TOOL_SETTINGS_H
#define AVENV_TOOL_SETTINGS_H

#include "formats/toml.h"

/*
 * The TOML file at PATH, which may be a link to a regular file; or NULL. A relative PATH is none of
 * the user's: the project may have it. *FAULT says why a file that
 * is there is not used, else it stays as it is. Both
 * may be NULL.
 */
const struct toml *tool_file(const char *path, const char **fault);

/* PATH with the user's home directory for "~"; with VARIABLES also with values for "$NAME". */
const char *tool_path(const char *path, bool variables);

/* The value of the variable NAME; NULL: it is empty or not set. */
const char *tool_variable(const char *name);

/* The switch KEY in TABLE, after the variable NAME: true, also as text. */
bool tool_switch(const char *name, const struct toml *table, const char *key);

#endif
