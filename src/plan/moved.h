/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments that were moved or copied: the path in their scripts is another one. */
#ifndef AVENV_MOVED_H
#define AVENV_MOVED_H

#include "core/base.h"

/*
 * Read from bin/activate the path at which the environment at PATH, open as DIR, was made or last
 * moved to. *OLD is NULL if that path is PATH, or unknown. Returns 0, or -1 with errno if the
 * script cannot be read.
 */
int moved_old_path(int dir, const char *path, const char **old) NODISCARD;

/* The same of the environment at PATH, which the user has allowed; NULL: none, or unknown. */
const char *moved_old(const char *path);

/*
 * "moved from '/old'"; "copied from '/old'" if an environment still exists at OLD, or "moved or
 * copied" if that is unknown. OLD is escaped.
 */
const char *moved_from(const char *old);

/*
 * `avenv repair` can write PATH in place of OLD, the result of moved_old(), into scripts: else the
 * environment has to be made anew.
 */
bool moved_is_repairable(const char *old, const char *path);

/* moved_from() for the environment at PATH; NULL if it was not moved. */
const char *moved_text(const char *path);

#endif
