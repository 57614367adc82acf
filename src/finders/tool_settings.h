/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings of another tool by the user and the project: variables, settings files, and paths in them */
#ifndef AVENV_TOOL_SETTINGS_H
#define AVENV_TOOL_SETTINGS_H

#include "core/file.h"
#include "formats/toml.h"

/*
 * Parse TEXT, the content of PATH. NULL: TEXT is no TOML, and *FAULT is the reason not to use PATH.
 * Each FAULT of this file may be NULL.
 */
const struct toml *tool_parse(const char *path, const struct text *text, const char **fault);

/*
 * The user's TOML file at PATH, which may be a link to a regular file. NULL: no file is there, or PATH
 * is NULL, or relative: a project could have such a file. *FAULT is set to the reason if an existing
 * file is not used.
 */
const struct toml *tool_file(const char *path, const char **fault);

/* tool_file() of a file of the project, where a link counts as missing. */
const struct toml *tool_project_file(const char *path, const char **fault);

/* PATH with the user's home directory for "~"; with VARIABLES also with values for "$NAME". */
const char *tool_path(const char *path, bool variables);

/* The value of the variable NAME; NULL: empty or not set. */
const char *tool_variable(const char *name);

/* The switch KEY in TABLE, after the variable NAME: true, also as text. */
bool tool_switch(const char *name, const struct toml *table, const char *key);

#endif
