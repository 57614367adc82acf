/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files in ~/.local/share/avenv/everywhere, beside the records, which startup files load: one
 * for each shell, "sh" for login shells of sh and bash, and "agent", which CLAUDE_ENV_FILE names.
 * The file for bash is the value of BASH_ENV.
 */
#ifndef AVENV_EVERYWHERE_FILES_H
#define AVENV_EVERYWHERE_FILES_H

#include "core/buf.h"
#include "shell/shell.h"

/* The path of NAME beside the records; NULL: the user has no home directory. */
const char *everywhere_path(const char *name);

/* The value of BASH_ENV. */
const char *everywhere_bash_env(void);

/* The path of the file that the startup file of SHELL loads. */
const char *everywhere_file(const struct shell *shell);

/*
 * Write all files into the existing directory. Returns 0, or -1 after
 * printing why.
 */
int everywhere_files_write(void) NODISCARD;

/* Append the paths of all files to PATHS, those that do not exist, too. */
void everywhere_files_list(struct strings *paths);

/* Why the files are not those that this version of avenv writes; NULL: they are. */
const char *everywhere_files_fault(void);

#endif
