/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The home directory: what is allowed there is on in nearly every directory. */
#ifndef AVENV_HOME_H
#define AVENV_HOME_H

#include "core/settings.h"

/* DIR, a real path, is $HOME or the root. */
bool is_home(const struct settings *settings, const char *dir);

/* If it is, print what it means to allow an environment there. */
void warn_home(const struct settings *settings, const char *dir);

#endif
