/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one line in a startup file, as text.  It ends in the comment
 * `# avenv setup`, which says in brackets what else has to be undone: nothing
 * else remembers it.  A line is ours where every byte of it, from its beginning
 * to the end of the mark, is what setup writes.
 */
#ifndef AVENV_STARTUP_EDIT_H
#define AVENV_STARTUP_EDIT_H

#include "core/buf.h"
#include "core/file.h"

/** What was made for the line's sake. */
struct startup_mark {
	/** the file itself, and so many directories above it */
	bool file;
	unsigned dirs;
	/** so many ends of line before it: the last line had none */
	unsigned newlines;
};

/** What becomes of a file. */
struct startup_edit {
	enum {
		STARTUP_SAME,
		STARTUP_ADDED,
		STARTUP_REPLACED,
		STARTUP_REMOVED,
	} what;
	/** the new text, where it is not the same */
	struct buf text;
	/** the number of the line, in the new text or, once removed, the old;
	 * 0: there is none */
	unsigned line;
	struct startup_mark mark;
	/** a `:` takes its place: without a command its block would be none */
	bool filled;
};

/*
 * OLD with LINE, which has no mark yet: in place of each line of ours that is
 * there, else at the end, where MADE says what is made for it.
 */
void startup_put(const struct text *old, const char *line, const struct startup_mark *made,
		 struct startup_edit *e);

/* OLD without our lines, as it was before. */
void startup_take(const struct text *old, struct startup_edit *e);

/* LINE with the mark that says MADE. */
const char *startup_marked(const char *line, const struct startup_mark *made);

#endif
