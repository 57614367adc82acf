/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records, and their format as text.
 *
 * A record is of a slot or of a tree. A slot is NAME in PROJECT, the place of an environment; a
 * tree is a directory with all below it. The records file has one record a line:
 *
 *	allow slot /home/u/shop/.venv in 262147:1700000000.123456789 env 262160:1700000000.200000000
 *	allow slot /w/.venv in 262150:1700000000.500000000 to /e/web at 262155:1700000000.600000000
 *	allow slot /srv/team/.venv in 262149:1700000000.123456789 shared=uid:1001,gid:50, tracked
 *	allow tree /home/u/work in 262151:1700000000.123456789
 *	deny tree /home/u/clones/odd in 262152:1700000000.123456789
 *	private group 1005
 *
 * "in" has the inode and birth time of the project or of the tree: a record is not valid for a
 * later directory at the same path. "env" has those of the environment in the slot: another one in
 * its place is as allowed, and this one is known again where the project is moved to. "to" has the
 * target of a link, a redirect or another tool's file in the slot, and "at" the identity of the
 * directory around the target, in which the
 * environment may be recreated. "since" has the time of the user's first word about this slot: the
 * record covers no worktree that is older. "shared" has the others who could change it when the user
 * accepted that: an owner, a group, "other" for anybody, and "acl" with the access_list() of a file.
 * Each ends with a comma, so that a line that is cut names nobody else. "tracked": the environment
 * may be a clone.
 *
 * "private group" is no record: a command has asked the system about the group with this number, as
 * the helper cannot. It counts for a process that has this group. Machines that share the file, and
 * have other numbers, have a line each.
 *
 * In a path a backslash and bytes below 0x21 or from 0x7F on are written as \ooo. Empty lines
 * and lines that begin with # are ignored. The birth time is 0 if the file system has none. A
 * denial without "in" is of its path alone.
 */
#ifndef AVENV_RECORD_TEXT_H
#define AVENV_RECORD_TEXT_H

#include "core/base.h"
#include "core/buf.h"
#include "core/file.h"

/** One record */
struct record {
	/** real path except for NAME: PROJECT/NAME of a slot, else the tree */
	const char *path;
	/** record_hash() of `path`, where the record is one of a struct trust */
	uint32_t hash;
	/** number of the line in the file; 0: from AVENV_TRUST */
	unsigned line;
	/** identity of the project or the tree; an inode of 0 matches any */
	struct identity id;
	/** identity of the environment in the slot when it was recorded; an inode of 0: unknown */
	struct identity env_id;
	/** the slot's target, a real path; NULL: the environment is in the slot itself */
	const char *target;
	/** identity of the directory that contains `target` */
	struct identity target_id;
	/** time of the user's word, in nanoseconds since the epoch; 0: unknown */
	int64_t since;
	/** a denial, always of a tree: covers all paths below and outranks each allow there */
	bool deny;
	bool tree;
	bool tracked;
	/** the others who are accepted, "uid:1001,gid:50,other,"; NULL: nobody */
	const char *shared;
};

/*
 * Parse LINE of LEN bytes, which has a NUL in place of its newline. LINE is changed, and RECORD
 * refers to it. Returns 1 for a record, 0 for a comment or an empty line, -1 for a damaged line.
 */
int record_parse(char *line, size_t len, struct record *record);

/*
 * Parse the LEN bytes of LINE, without the newline, of a private group. Returns false if it is
 * another one, or damaged.
 */
bool group_parse(const char *line, size_t len, gid_t *gid);

/* Append the line of the private group GID. */
void group_format(struct buf *b, gid_t gid);

/* A number for PATH: two paths are compared only where theirs are equal. */
uint32_t record_hash(const char *path);

/* Append RECORD as a line, newline included. */
void record_format(struct buf *b, const struct record *record);

#endif
