/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Unowned files: files of an environment that no reinstallation brings back. These are pip's clones of
 * editables in src, and the files in bin and site-packages that no package and no tool made.
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
 * Add the paths of the first UNOWNED_MAX unowned files in VENV to PATHS, relative to VENV. Returns 0,
 * or -1 after printing the directory that cannot be read.
 */
int unowned_files(const struct venv *venv, struct strings *paths) NODISCARD;

#endif
