/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files of an environment that belong to packages: the files in the lists of site-packages,
 * RECORD (PEP 376) and pip's installed-files.txt.
 */
#ifndef AVENV_OWNED_H
#define AVENV_OWNED_H

#include "core/buf.h"

/*
 * Sort PATHS, relative to the environment at ENV, which is open as DIR, and drop those that a
 * package owns, with all directories in which a package owns a file. A list of files that cannot be
 * read counts as empty.
 */
void owned_drop(int dir, const char *env, struct strings *paths);

#endif
