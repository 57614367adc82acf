/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading and writing a user's startup files. A link, as of a dotfiles manager, is kept and its
 * target is replaced, in one step or not at all; owner and mode are kept. Functions return NULL, or
 * the reason for a failure, after which the file is unchanged.
 */
#ifndef AVENV_STARTUP_FILE_H
#define AVENV_STARTUP_FILE_H

#include "core/file.h"

struct startup_file {
	/** path that the shell reads; path of the file without links */
	const char *path, *real;
	bool exists, linked;
	/** nearest existing directory above the file */
	const char *base;
	/** content; empty if the file does not exist */
	struct text text;
};

/* Read the file at PATH into F. A missing file is no error. */
const char *startup_open(const char *path, struct startup_file *f) NODISCARD;

/*
 * Replace the content of F by TEXT, and create the missing directories above F. NULL: remove the
 * file, or empty it if F is a link.
 */
const char *startup_write(const struct startup_file *f, const char *text) NODISCARD;

#endif
