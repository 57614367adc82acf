/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments that were moved or copied: the path in their scripts is another one. */
#ifndef AVENV_MOVED_H
#define AVENV_MOVED_H

#include "trust/trust.h"

/*
 * Read from bin/activate the path at which the environment at PATH, open as DIR, was made or last
 * moved to. *OLD is NULL if that path is PATH, or unknown. Returns 0, or -1 with errno if the
 * script cannot be read.
 */
int moved_old_path(int dir, const char *path, const char **old) NODISCARD;

/* Print that bin/activate of the environment at PATH cannot be read, by errno. Returns -1. */
int moved_error(const char *path);

/*
 * "moved from '/old'"; "copied from '/old'" if an environment still exists at OLD, or "moved or
 * copied" if that is unknown. OLD is escaped by shown().
 */
const char *moved_from(const char *old);

/* The path at which the environment at PATH was before; NULL if it was not moved. */
const char *moved_old(const char *path);

/* moved_from() for the environment at PATH; NULL if it was not moved. */
const char *moved_text(const char *path);

/*
 * The environments that were moved together with the home directory. A slot on record is gone, but
 * an environment has the same path below this home as the slot had below the other home, and its
 * scripts name the path of the slot. Returns an array with a path, or NULL, for each of
 * trust->records.
 */
const char **moved_with_home(const struct trust *trust);

/* Print the command that mends all MOVED, a result of moved_with_home(), if there are several. */
void note_moved_with_home(const struct trust *trust, const char *const *moved);

#endif
