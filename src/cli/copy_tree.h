/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef AVENV_COPY_TREE_H
#define AVENV_COPY_TREE_H

#include <stddef.h>

#include "core/base.h"

/*
 * Copy FROM in FROM_DIR to the new TO in TO_DIR, or into TO_DIR itself where TO is ".". With LINK,
 * files become further names of the same where the file system can. FIFOs, sockets and devices are
 * counted in *LEFT_OUT. Returns 0, or -1 with errno and the path in tree_fault(): a part of the
 * copy is there then.
 */
int copy_tree(int from_dir, const char *from, int to_dir, const char *to, bool link,
	      size_t *left_out) NODISCARD;

#endif
