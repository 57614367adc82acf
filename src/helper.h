/* SPDX-License-Identifier: GPL-3.0-or-later */
/* avenv-hook itself: its own paths, and a line that it prints where it is another program. */
#ifndef AVENV_HELPER_H
#define AVENV_HELPER_H

#define HELPER_PROGRAM "avenv-hook"

/* The path by which the kernel started this program; of a script's first line it is the script. */
const char *helper_started(void);

/* A path of this program. Without /proc, as in some sandboxes, the one by which it was started. */
const char *helper_file(void);

/* The path of NO_PIP, beside this program, or NULL; nothing may be there. */
const char *helper_no_pip(void);

/* Print TEXT as a line. Returns STATUS, or another one if nobody can read the line. */
int helper_fail(int status, const char *text);

/* The command BEFORE, PATH as a word, and AFTER, in quotes: see shell_line(). */
const char *helper_line(const char *before, const char *path, const char *after);

/*
 * Print that the environment ENV has no pip, as another one would install elsewhere, and the
 * command that installs there, or does what `pip WORD` does, from a shell whose VIRTUAL_ENV is
 * ACTIVE. ENV is NULL: it is not known. WORD may be NULL. Returns an exit status. Before anybody
 * types pip, way_without_pip() (declared/install.h) names that command.
 */
int helper_fail_pip(const char *env, const char *active, const char *word);

#endif
