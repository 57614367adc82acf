/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Startup files on the disk: found through the links of dotfiles managers, which
 * stay, and replaced as a whole or not at all.  Problems are put in words;
 * nothing is printed here.
 */
#ifndef AVENV_STARTUP_FILE_H
#define AVENV_STARTUP_FILE_H

#include <sys/stat.h>

#include "core/buf.h"
#include "core/chain.h"
#include "core/file.h"

struct startup_file {
	/** where the shell looks */
	const char *path;
	/** where it really is; of what is not there: PATH */
	const char *real;
	bool exists;
	/** PATH itself is a link */
	bool linked;
	/** it could not be opened, and nobody can tell what it holds */
	bool unread;
	/** further names of the same file */
	bool shared;
	/** so many directories above it are not there */
	unsigned missing;
	/** the nearest that is */
	const char *base;
	/** no bytes where it does not exist; its info is of when it was read */
	struct text text;
};

/** What writing and discarding return besides 0 and -1: somebody was faster. */
enum {
	STARTUP_CHANGED = 1,
};

/* Look at PATH.  Returns 0, or -1 with the reason added to WHY. */
int startup_open(const char *path, struct startup_file *f, struct buf *why) NODISCARD;

/* Remove what a killed run left there. */
void startup_sweep(const struct startup_file *f);

/*
 * Make TEXT its content, and what is missing above it.  Its mode, owner and
 * extended attributes stay.  Returns 0, or -1 with the reason added to WHY and
 * all as it was; STARTUP_CHANGED, alike but without a word, where it is not what
 * was read any more.
 */
int startup_write(const struct startup_file *f, const struct user *user, const struct buf *text,
		  struct buf *why) NODISCARD;

/*
 * Remove it, which is empty but for what is to go, and up to DIRS directories
 * above it that are empty then, never HOME.  Behind a link it is emptied.
 * Returns what startup_write() does.
 */
int startup_discard(const struct startup_file *f, const struct user *user, const char *home,
		    unsigned dirs, struct buf *why) NODISCARD;

#endif
