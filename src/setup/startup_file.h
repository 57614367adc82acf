/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Startup files on the disk. They are the user's: a link of a dotfiles manager stays and its
 * target is changed, in one step or not at all; owner and mode stay. Functions return NULL, or the
 * reason why not, and then nothing has changed.
 */
#ifndef AVENV_STARTUP_FILE_H
#define AVENV_STARTUP_FILE_H

#include "core/file.h"

struct startup_file {
	/** the file that the shell reads, and the one that a link leads to */
	const char *path, *real;
	bool exists, linked;
	/** the nearest directory above it that exists */
	const char *base;
	/** empty where the file does not exist */
	struct text text;
};

/* Read the file at PATH, which need not exist. */
const char *startup_open(const char *path, struct startup_file *f) NODISCARD;

/*
 * Make TEXT the content of F, and the directories that are missing above it. NULL: remove the file,
 * but one that a link leads to is only emptied.
 */
const char *startup_write(const struct startup_file *f, const char *text) NODISCARD;

#endif
