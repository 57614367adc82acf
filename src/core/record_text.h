/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records, and their lines of text.
 *
 * A record is a slot, NAME in PROJECT, which says where an environment may be, or a tree.
 * They stand in a text file, one a line:
 *
 *	allow slot /home/u/shop/.venv in 262147:1700000000.123456789
 *	allow slot /w/.venv in 262150:1700000000.500000000 to /e/web at 262155:1700000000.600000000
 *	allow slot /srv/team/.venv in 262149:1700000000.123456789 shared
 *	allow tree /home/u/work in 262151:1700000000.123456789
 *	deny tree /home/u/clones/odd in 262152:1700000000.123456789
 *	keep env /home/u/shop/.venv in 262153:1700000000.123456789
 *	keep env /home/u/web/env in 262154:1700000000.123456789 to /home/u/web/.venv
 *
 * "in" comes the inode and birth time of the project, or of the tree itself: what comes in
 * its place later was not spoken of. "to" is where a link, a redirect or a file of another
 * tool in the slot led to, and "at" comes the identity of the directory around that: the
 * environment may be made anew in it. "shared": others may write there, as the user was shown;
 * "tracked": it may be a clone. In a path a backslash and bytes below 0x21 or from 0x7F on
 * stand as \ooo. Lines that begin with # and empty lines are passed over. The birth time is
 * 0 where the file system knows none; a denial may be without "in": of its path alone. "keep"
 * allows nothing: `recreate` exchanges that environment with the one at the path. "in" comes the
 * identity of the environment itself.
 */
#ifndef AVENV_RECORD_TEXT_H
#define AVENV_RECORD_TEXT_H

#include "core/base.h"
#include "core/buf.h"
#include "core/file.h"

/** One record. */
struct record {
	/** of a slot PROJECT/NAME, of a tree the directory: a real path, but for NAME */
	const char *path;
	/** of the project, the tree or the kept environment; an inode of 0: whatever stands there */
	struct identity id;
	/** where the slot led to, a real path; NULL: the environment is in the slot itself */
	const char *target;
	/** of the directory around that */
	struct identity target_id;
	/** of a tree only; it covers all below, and outweighs all that is allowed there */
	bool deny;
	bool tree;
	bool shared, tracked;
	/** of an environment that `recreate` exchanges, or that `move` renames to `target` */
	bool kept;
	/** the file's line; 0: of AVENV_TRUST */
	unsigned line;
};

/*
 * Parse one line of LEN bytes, in place; in the place of its newline stands a NUL. Returns
 * 1 for a record, 0 for a comment or an empty line, -1 for a damaged one.
 */
int record_parse(char *line, size_t len, struct record *record);

/* Write RECORD as a line, newline included. */
void record_format(struct buf *b, const struct record *record);

#endif
