/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is to change in an environment: first all of it is planned, then each
 * file and link gets its new content in one step, and the rows of RECORD that
 * speak of changed files stay right where they were right before.
 */
#ifndef AVENV_REWRITE_H
#define AVENV_REWRITE_H

#include <sys/types.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/strings.h"

/** What becomes of a file; in this order. */
enum rewrite_as {
	/** a directory that was a link once: it is one again */
	REWRITE_DIR,
	/** its mode changes */
	REWRITE_MODE,
	/** a link to `to` */
	REWRITE_LINK,
	/** a copy of the file `to` */
	REWRITE_COPY,
	/** it holds `text` */
	REWRITE_TEXT,
};

/** A file that is to be another. */
struct rewrite {
	enum rewrite_as as;
	/** below the environment */
	const char *file;
	/** what it holds, as its row in RECORD may speak of it */
	struct text old;
	struct buf text;
	const char *to;
	/** of what is new; of what is there it stays */
	mode_t mode;
};

struct rewrites {
	/** the environment, open; and its path, for messages */
	int dir;
	const char *path;
	struct rewrite *list;
	size_t count, room;
	/** its RECORD files, below it */
	struct strings records;
	/** how many files and links were written */
	size_t written;
};

/* Add one; returns it. */
struct rewrite *rewrites_add(struct rewrites *all, enum rewrite_as as, const char *file);

/* What is planned of that kind for FILE; or NULL. */
struct rewrite *rewrites_find(const struct rewrites *all, enum rewrite_as as, const char *file);

/*
 * What FILE will hold as far as that is planned, else what it holds: at most MAX
 * bytes of a regular file.  Returns 0, or -1 with errno.
 */
int rewrites_read(const struct rewrites *all, const char *file, size_t max,
		  struct text *text) NODISCARD;

/* FILE, which rewrites_read() gave as OLD, is to hold TEXT. */
void rewrites_set(struct rewrites *all, const char *file, const struct text *old,
		  const struct buf *text);

/* Nothing is planned any more of what lies in DIR, below the environment. */
void rewrites_drop(struct rewrites *all, const char *dir);

/*
 * Do it all: RECORD files before what they speak of, so that a second run after
 * a kill finds rows right for what the files are going to be; what says where
 * the environment was comes last: bin/activate, then pyvenv.cfg.  Returns 0, or
 * -1 having said why not; each file is then old or new.
 */
int rewrites_write(struct rewrites *all) NODISCARD;

/*
 * Bring RECORD, a path below the environment, up to what its files will be.
 * Returns 0, or -1 having said why not.
 */
int rewrites_record(struct rewrites *all, const char *record) NODISCARD;

#endif
