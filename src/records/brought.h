/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An environment that came with its directory: in an archive, a copy or a clone. */
#ifndef AVENV_BROUGHT_H
#define AVENV_BROUGHT_H

#include "core/buf.h"
#include "core/settings.h"

/*
 * *PATH is the path in bin/activate of the environment open as DIR: where it was made or last
 * moved to; NULL: no path is in it, or it is no plain file. Returns 0, or -1 with errno where it
 * cannot be read.
 */
int activate_path(int dir, const char **path) NODISCARD;

/*
 * Was the environment at ENV, a real path, made where it stands? SPELLED is the same path as the
 * user has it. Its bin/activate has to name that place, its `home` has to hold a Python outside
 * of the project, and no repository may be around it that avenv cannot ask. Returns 0, or -1 with
 * the reason against that added to WHY. An archive that was packed for this very path is not
 * recognised.
 */
int brought_along(const struct settings *settings, const char *env, const char *spelled,
		  struct buf *why) NODISCARD;

#endif
