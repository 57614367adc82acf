/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The home directory and the root as projects: nearly every directory is below them. */
#ifndef AVENV_HOME_H
#define AVENV_HOME_H

#include "core/settings.h"

/*
 * DIR, without links, is $HOME or the root: an environment allowed there is on in nearly every
 * directory.
 */
bool is_home(const struct settings *settings, const char *dir);

/* Print a note that an environment in DIR is on nearly everywhere, if is_home(). */
void warn_home(const struct settings *settings, const char *dir);

#endif
