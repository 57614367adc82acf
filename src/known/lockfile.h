/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that say what a project needs, and the commands that install it. */
#ifndef AVENV_LOCKFILE_H
#define AVENV_LOCKFILE_H

#include "core/base.h"

/*
 * The command for the file *FILE, the first that is in DIR or a directory above, up to TOP or the
 * root. With MAKES the command makes the environment, too: "" for conda's. NULL: there is none.
 */
const char *lockfile_command(const char *dir, const char *top, bool makes, const char **file);

#endif
