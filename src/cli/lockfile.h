/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of other tools that say what makes a project's environment. */
#ifndef AVENV_LOCKFILE_H
#define AVENV_LOCKFILE_H

#include "core/base.h"

/*
 * The command that makes the environment of DIR or of the nearest directory above, up to
 * HOME, that has a file of such a tool; *FILE is its name. With a command of "" no tool that
 * avenv knows does. NULL: there is none.
 */
const char *lockfile_command(const char *dir, const char *home, const char **file);

#endif
