/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of the user's own in an environment's directory. */
#ifndef AVENV_FOREIGN_H
#define AVENV_FOREIGN_H

#include "core/buf.h"

/*
 * Add to NAMES the entries of the environment at PATH, open as DIR, that no tool puts there and that
 * no package owns, but for ALSO; NULL: for none. Returns 0, or -1 with errno if DIR cannot be read.
 */
int foreign_names(int dir, const char *path, const char *also, struct strings *names) NODISCARD;

#endif
