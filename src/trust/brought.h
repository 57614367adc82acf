/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments that came with their directory: in an archive, a copy or a clone. */
#ifndef AVENV_BROUGHT_H
#define AVENV_BROUGHT_H

#include "core/real_path.h"
#include "core/settings.h"

/*
 * Read from bin/activate of the environment ENV, relative to DIR, the path at which the environment
 * was made or last moved to. *PATH is NULL if the file has no path, is missing, or is not a regular
 * file of at most FILE_MAX bytes. Returns 0, or -1 with errno if it cannot be read.
 */
int activate_path(int dir, const char *env, const char **path) NODISCARD;

/* activate_path() of the environment at ENV; NULL also if it cannot be read. */
const char *env_made_at(const char *env);

/* The files and directories by which repositories other than git's are known, ended by NULL. */
extern const char *const repository_names[];

/*
 * The reason why the environment at ENV may have come along with its directory; NULL: it was made
 * where it is. SPELLED is the same path as the user has it. bin/activate must have the path, `home`
 * must have a Python outside of the project, and no repository that avenv cannot ask may be above
 * ENV. An archive that was packed for this very path is not recognised.
 */
const char *brought_along(const struct settings *settings, struct real_path env,
			  const char *spelled);

#endif
