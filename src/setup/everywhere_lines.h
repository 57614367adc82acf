/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines in startup files that load the files of `setup --everywhere`, and one that puts another
 * directory before them on PATH.
 */
#ifndef AVENV_EVERYWHERE_LINES_H
#define AVENV_EVERYWHERE_LINES_H

#include "shell/shell.h"

/*
 * Add the lines for the shells of LIST, ended by NULL, or with UNDO remove them. ZDOTDIRS, or NULL,
 * are directories of zsh's files, between colons. A failure in one file does not keep the other
 * files from being changed. Returns 1 if a file changed, 0 if not, or -1; each result is printed.
 */
int everywhere_lines(const struct shell *const *list, const char *zdotdirs, bool undo) NODISCARD;

/* True if `avenv setup --everywhere SHELL` would add a line. */
bool everywhere_lacks_line(const struct shell *shell);

/* `avenv setup --everywhere SHELL`, as a command to type. */
const char *everywhere_line_command(const struct shell *shell);

/*
 * The name and line of SHELL's startup file that puts the directory DIR before others on PATH, for
 * a message; NULL: no line is found.
 */
const char *everywhere_path_line(const struct shell *shell, const char *dir);

#endif
