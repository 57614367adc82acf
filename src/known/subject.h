/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An environment that is to be taken away from where it lies: which one, and
 * what speaks against it.
 */
#ifndef AVENV_SUBJECT_H
#define AVENV_SUBJECT_H

#include "core/file.h"
#include "known/context.h"

/** What is done to it, in messages. */
struct act {
	/** "remove" */
	const char *verb;
	/** what does it to anything else: "rm"; NULL: nothing does */
	const char *tool;
	/** the user is shown the path and asked */
	bool asks;
};

/*
 * The real path of the environment called NAME, its own last component not
 * followed; whether anything is there is not looked at.  NULL, having said why,
 * where nothing goes by that name.  Unless the user is asked, a mere name is
 * that of one in the working directory: said twice, it shall not act on another.
 */
const char *subject_named(struct context *ctx, const char *name, const struct act *act);

/*
 * ACT is refused for what is at PATH, a real path, and has INFO: no environment,
 * a link to one, what holds $HOME, this shell's directory or a mount point,
 * somebody else's.  Returns 0, or -1 having said why.
 */
int subject_refused(const struct context *ctx, const char *path, const struct file_info *info,
		    const struct act *act) NODISCARD;

/*
 * The directory that is open as FD, and called PATH, is no environment: what was
 * looked at by its path was another; or nobody can say.  Returns 0, or -1 having
 * said so.
 */
int subject_changed(int fd, const char *path) NODISCARD;

/*
 * Git tracks files of the environment at PATH, which was said: taken away, it
 * would be gone from the work tree.
 */
bool subject_tracked(const char *path) NODISCARD;

#endif
