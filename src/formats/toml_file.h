/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a TOML file of the user or of a project. *FAULT, in words that are safe to print, says
 * why a file that exists is not used; each FAULT may be NULL. errno then is that of the reading, or
 * 0: the text is no TOML.
 */
#ifndef AVENV_TOML_FILE_H
#define AVENV_TOML_FILE_H

#include "core/file.h"
#include "formats/toml.h"

/* Parse TEXT, the content of the file at PATH. NULL: TEXT is no TOML, and *FAULT is set. */
const struct toml *toml_parse_file(const char *path, const struct text *text, const char **fault);

/*
 * Read the user's file at PATH, which may be a link to a regular file. NULL: the file is missing,
 * or PATH is NULL or relative, so that a project could have put the file there; or *FAULT is set.
 */
const struct toml *toml_read_user_file(const char *path, const char **fault);

/* Read the project's file at PATH. NULL: the file is missing or a link; or *FAULT is set. */
const struct toml *toml_read_project_file(const char *path, const char **fault);

#endif
