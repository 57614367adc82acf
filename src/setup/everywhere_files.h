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
 * 1: the file PATH may be replaced or removed: it is missing, or as some version of avenv has
 * written it, by the hash in its first line; 0: it is the user's; -1 with errno: unknown.
 */
int everywhere_file_is_own(const char *path);

/*
 * Check that no file of the user's has a name of one of the files. Returns 0, or -1 after printing
 * which one has.
 */
int everywhere_files_check(void) NODISCARD;

/* Print that the file PATH is the user's, and the command that moves it away. Returns -1. */
int everywhere_files_error(const char *path);

/*
 * Write all files into the existing directory, after that check. Returns 0, or -1 after printing
 * why.
 */
int everywhere_files_write(void) NODISCARD;

/*
 * Append the paths of all files to PATHS, those that do not exist, too, but not the user's, which
 * are printed. Returns 0, or -1 with errno.
 */
int everywhere_files_list(struct strings *paths) NODISCARD;

/*
 * Why the files are not those that this version of avenv writes; NULL: they are. If one is
 * the user's, *MEND is the command that moves it away, and is else not changed.
 */
const char *everywhere_files_fault(const char **mend);

#endif
