/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Jupyter kernels in the user's data directory: JUPYTER_DATA_DIR, or ~/.local/share/jupyter. */
#ifndef AVENV_KERNELS_H
#define AVENV_KERNELS_H

#include "core/base.h"

/** A kernel. */
struct kernel {
	/** absolute path of the directory that holds kernel.json */
	const char *dir;
	/** absolute path of the program that the kernel starts */
	const char *program;
};

struct kernels {
	struct kernel *list;
	size_t count, room;
};

/* Add the user's kernels that start a program by an absolute path to KERNELS. */
void kernels_find(struct kernels *kernels);

#endif
