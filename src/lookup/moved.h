/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An environment that stands at another place than its scripts say. */
#ifndef AVENV_MOVED_H
#define AVENV_MOVED_H

#include "core/base.h"

/*
 * *OLD is the path that the environment at PATH, open as DIR, was made at or last moved to, if that
 * is another place: as bin/activate says. NULL: it is at its place, or nothing says. Returns 0, or
 * -1 with errno where that cannot be read.
 */
int moved_old_path(int dir, const char *path, const char **old) NODISCARD;

/* "moved from '/old'", or "copied from" what is there still, to be shown. */
const char *moved_from(const char *old);

/* moved_from() for the environment at PATH; NULL: it was not moved. */
const char *moved_text(const char *path);

#endif
