/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files of an environment that belong to packages: the files in the lists of site-packages, RECORD
 * (PEP 376) and pip's installed-files.txt.
 */
#ifndef AVENV_OWNED_H
#define AVENV_OWNED_H

#include "core/buf.h"

/*
 * The files that packages own in the environment at ENV, a real path: their paths relative to ENV,
 * sorted. A list of files that cannot be read counts as empty.
 */
struct strings owned_read(const char *env);

/*
 * Set OWNED, which has an element for each of PATHS, to whether a package owns that path, relative to ENV.
 * For a few paths: this keeps no list of all files.
 */
void owned_look(const char *env, const struct strings *paths, bool *owned);

/* A package owns PATH, relative to the environment, or a file below it. */
bool owned_has(const struct strings *owned, const char *path);

#endif
