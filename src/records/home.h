/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records in the home directory. */
#ifndef AVENV_HOME_H
#define AVENV_HOME_H

#include "core/settings.h"

/*
 * True if DIR, a real path, is $HOME or the root: an environment allowed there is on in nearly
 * every directory.
 */
bool is_home(const struct settings *settings, const char *dir);

/* Print a note if is_home(). */
void warn_home(const struct settings *settings, const char *dir);

#endif
