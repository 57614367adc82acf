/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of an environment that nothing makes again: pip's clones of editables in src, and the files in
 * bin and site-packages that no package and no tool owns.
 */
#ifndef AVENV_UNOWNED_H
#define AVENV_UNOWNED_H

#include "core/buf.h"
#include "core/venv.h"

enum {
	/** paths that unowned_files() adds before it stops */
	UNOWNED_MAX = 4,
};

/*
 * Add the first UNOWNED_MAX of these files in VENV to PATHS, relative to VENV. Returns 0, or -1 after
 * printing the directory that cannot be read.
 */
int unowned_files(const struct venv *venv, struct strings *paths) NODISCARD;

#endif
