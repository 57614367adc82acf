/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `avenv setup --everywhere`: shims, and the hook for shells that run a command string. The files
 * are beside the records, and a line in each shell's startup file loads them.
 */
#ifndef AVENV_EVERYWHERE_H
#define AVENV_EVERYWHERE_H

#include "print/reason.h"
#include "setup/everywhere_files.h"

/* The shells that the user uses: the login shell, bash, any with a startup file; ended by NULL. */
const struct shell *const *everywhere_shells(void);

/*
 * Write the files, the links to avenv-hook and the lines for the shells of LIST. The user must have
 * a home directory. Returns 1 if a line is new, 0 if not, or -1; each result is printed.
 */
int everywhere_add(const struct shell *const *list) NODISCARD;

/* Remove what everywhere_add() wrote. Returns 1 if anything was removed, 0 if not, or -1. */
int everywhere_undo(void) NODISCARD;

/* Why the two directories are not used: other users can change them. All NULL: they can be. */
struct reason everywhere_others(void);

/* This user has run `setup --everywhere`, whether or not it is in effect in this process. */
bool everywhere_is_set_up(void);

/*
 * Why shims and hook are not in effect in this process, in words. NULL: they are; "": they are not
 * set up. *MEND is the command that changes that; NULL: none is known to.
 */
const char *everywhere_fault(const char **mend);

#endif
