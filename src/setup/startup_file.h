/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading and changing a user's startup files. A file is written in place: inode, hard links,
 * owner, mode and attributes stay, and a link to the file, as dotfiles managers make, stays a link.
 * Functions return NULL, or the reason for a failure. After a failure the file is unchanged, unless
 * the reason says that the old text could not be written back.
 */
#ifndef AVENV_STARTUP_FILE_H
#define AVENV_STARTUP_FILE_H

#include "core/file.h"

struct startup_file {
	/** path that the shell reads */
	const char *path;
	/** the same path without links; `path` if the file does not exist */
	const char *real;
	bool exists;
	/** `path` is a link */
	bool linked;
	/** nearest existing directory above the file, and the number of missing ones below it */
	const char *existing_dir;
	unsigned missing_dirs;
	/** content; empty if the file does not exist */
	struct text text;
};

/* Read the file at PATH into F. A missing file is no error. */
const char *startup_open(const char *path, struct startup_file *f) NODISCARD;

/*
 * Append TEXT to F. A missing F, and the directories above it, are made: after a kill or a
 * failure all are missing, or there and whole.
 */
const char *startup_append(const struct startup_file *f, const char *text) NODISCARD;

/*
 * Reduce F to TEXT, which is the content of F without some of its lines. NULL: remove the file, or
 * empty it if a link leads to it. After a kill nothing of TEXT is lost; empty lines may be left.
 */
const char *startup_cut(const struct startup_file *f, const char *text) NODISCARD;

/*
 * Remove those of the COUNT directories above F that are empty, and those of earlier calls: a file
 * that is removed later may have been the last in them.
 */
void startup_remove_dirs(const struct startup_file *f, unsigned count);

#endif
