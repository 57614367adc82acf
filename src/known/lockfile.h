/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that say what a project needs, and the command that installs it. */
#ifndef AVENV_LOCKFILE_H
#define AVENV_LOCKFILE_H

#include "core/base.h"

/*
 * The command that makes the environment of DIR or of the nearest directory above, up to
 * HOME, that has a file of such a tool; *FILE is its name. With a command of "" no tool that
 * avenv knows does. NULL: there is none.
 */
const char *lockfile_command(const char *dir, const char *home, const char **file);

/* The command that installs the needs of PROJECT into an environment that is on; or NULL. */
const char *lockfile_install(const char *project);

#endif
