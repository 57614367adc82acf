/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files in an environment that are neither of a tool nor of a package: the user's own. */
#ifndef AVENV_EXTRA_FILES_H
#define AVENV_EXTRA_FILES_H

#include "core/buf.h"

/*
 * Add to NAMES the entries of the environment at PATH, open as DIR, that no tool makes and no package
 * owns. ALSO, unless NULL, is the name of one more entry that is not added. Returns 0, or -1 with errno if
 * DIR cannot be read.
 */
int extra_files(int dir, const char *path, const char *also, struct strings *names) NODISCARD;

#endif
