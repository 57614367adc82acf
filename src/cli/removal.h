/* SPDX-License-Identifier: GPL-3.0-or-later */
/* May an environment be removed, and what goes with it? */
#ifndef AVENV_REMOVAL_H
#define AVENV_REMOVAL_H

#include "cli/command.h"
#include "cli/pointers.h"
#include "core/file.h"

/*
 * Does the environment at PATH hold what no environment does, nor is called ALSO
 * (NULL: nothing is)?  Returns 0, or -1 having named what that is: it shall not
 * go with it.
 */
int removal_foreign(const char *path, const char *also) NODISCARD;

/* The same of the directory that is open as FD, without its lib. */
int removal_foreign_in(int fd, const char *path) NODISCARD;

/*
 * As subject_changed(), and the directory holds nothing that no environment
 * does.  Returns 0, or -1 having said what speaks against it.
 */
int removal_refused(int fd, const char *path) NODISCARD;

/** An environment that may go. */
struct removal {
	/** its real path */
	const char *path;
	/** what stands there; an ino of 0: nothing any more */
	struct file_info info;
	/** "'/p/.venv' (12M, 3 packages, used by '/p'; of no package: 'bin/x')" */
	const char *what;
	/** what leads projects to it */
	struct pointers pointers;
};

/*
 * The environment called NAME, healthy or not, or one that is gone but for
 * records and what leads to it.  ASKS: the user will be asked.  Returns 0, or -1 having
 * said why it may not go.
 */
int removal_find(struct context *ctx, const char *name, bool asks, struct removal *r) NODISCARD;

#endif
