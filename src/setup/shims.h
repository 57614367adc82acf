/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shims: links python, python3, pip and pip3 to avenv-hook, in a directory that `avenv setup
 * --everywhere` puts on PATH. The user may add more links, to one of these.
 */
#ifndef AVENV_SHIMS_H
#define AVENV_SHIMS_H

#include "core/buf.h"

/* The path of the directory of shims; NULL: the user has no home directory. */
const char *shims_dir(void);

/* The program on PATH that comes before the shim of its name; NULL: none does. */
const char *shims_shadow(const char *path);

/*
 * Check that the directory of shims can be on PATH and in BASH_ENV, and that no shim replaces
 * anything else. Returns 0, or -1 after printing why not.
 */
int shims_check(void) NODISCARD;

/*
 * 1: FILE may be replaced or removed: it is missing, a link to avenv-hook, or a link to such a link
 * in its directory, as python3 to python; 0: it may not; -1 with errno: unknown.
 */
int shim_is_own(const char *file);

/*
 * Make the shims, links to HELPER, in the existing directory, for the programs that the system has,
 * and remove the others. Returns 0, or -1 with errno.
 */
int shims_make(const char *helper) NODISCARD;

/* Append the paths of all shims, those of the user too, to PATHS. Returns 0, or -1 with errno. */
int shims_list(struct strings *paths) NODISCARD;

/* The reason, in words, why the shims are not those that are to be made here; NULL: they are. */
const char *shims_fault(void);

#endif
