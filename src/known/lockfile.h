/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that say what a project needs, and the commands that install it. */
#ifndef AVENV_LOCKFILE_H
#define AVENV_LOCKFILE_H

#include "core/base.h"

/*
 * The command that makes the environment of DIR, by the lock file *FILE of a tool that is in DIR
 * or the nearest directory above, up to HOME; "" for a file of conda's. NULL: there is none.
 */
const char *lockfile_command(const char *dir, const char *home, const char **file);

/* The command that installs what PROJECT needs into the environment that is on; or NULL. */
const char *lockfile_install(const char *project);

#endif
