/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of an environment's files. */
#ifndef AVENV_COPY_H
#define AVENV_COPY_H

#include "core/buf.h"

/*
 * Copy everything in the environment ENV to the empty directory TO: directories, files with modes
 * and times, so that bytecode stays valid, and links as they are. A file with several hard links
 * becomes several files. Bytecode of editables is left out: a relocation rewrites their sources,
 * and size and second of the new source may be those of the old one. The paths LEFT_OUT, relative
 * to ENV, are left out, too. Returns 0, or -1 after printing what cannot be copied.
 */
int copy_env(const char *env, const struct strings *left_out, int to) NODISCARD;

#endif
