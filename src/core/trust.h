/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The user's word on which places may put an environment on PATH: reading the
 * records and deciding by them.  Writing them is cli/record.
 *
 * The store is a text file, one record a line:
 *
 *	allow dir 262147:1700000000.123456789 1000 - - /home/u/src/project
 *	|     |   |                           |    | |  the real path
 *	|     |   |                           |    | flags: "shared", "moved" or "-"
 *	|     |   |                           |    group, where accepted
 *	|     |   |                           owner
 *	|     |   inode and birth time, or "path": by path alone
 *	|     "dir": this directory, a project; "env": this environment;
 *	|     "tree": the directory and all below
 *	"allow" or "deny"
 *
 * Fields are separated by one space.  In the path a backslash and bytes below
 * 0x21 or from 0x7F on stand as \ooo.  Lines that begin with # and empty lines
 * are passed over.  The birth time is 0 where the file system knows none.
 */
#ifndef AVENV_TRUST_H
#define AVENV_TRUST_H

#include "core/base.h"
#include "core/buf.h"
#include "core/chain.h"
#include "core/settings.h"

enum {
	/** bytes of a store: some 100,000 records */
	TRUST_STORE_MAX = 16 * 1024 * 1024,
};

/** One record. */
struct record {
	/** the real path, clean */
	const char *path;
	size_t path_len;
	uint64_t ino;
	int64_t btime;
	struct accepted accepted;
	bool deny, tree;
	/** of an environment itself, not of a project */
	bool env;
	/** whatever now stands at that path */
	bool by_path;
	/** owners and modes as found: the user was shown who can write */
	bool shared;
	/**
	 * a denial of what was at that path and went elsewhere, since the user
	 * allowed what came in its place: by identity alone
	 */
	bool moved;
	/** where it stands: a store's line, 0 for AVENV_TRUST */
	unsigned line;
	/** the file, or "AVENV_TRUST" */
	const char *source;
};

/** Why the store was not read, or not all of it. */
enum trust_fault {
	TRUST_SOUND,
	/** could not be opened or read; `error` says why */
	TRUST_UNREADABLE,
	/** it or its directory belongs to somebody else */
	TRUST_FOREIGN,
	/** it or its directory can be written to by others */
	TRUST_WRITABLE,
	/** a line that is no record; `bad_line` says which is the first */
	TRUST_DAMAGED,
};

/** All records; nothing is read before the first question. */
struct trust {
	const struct settings *settings;
	struct user user;
	struct record *records;
	size_t count, room;
	bool loaded;
	/** the store is there and cannot be relied upon: a denial may be in it */
	bool closed;
	enum trust_fault fault;
	int error;
	unsigned bad_line;
	/** the file that is at fault */
	const char *fault_file;
};

void trust_init(struct trust *trust, const struct settings *settings, const struct user *user);

/* Read what there is, once. */
void trust_load(struct trust *trust);

enum verdict {
	/** no record */
	VERDICT_NONE,
	/** allowed once, but something else stands there now */
	VERDICT_CHANGED,
	VERDICT_ALLOWED,
	VERDICT_DENIED,
};

struct judgement {
	enum verdict verdict;
	/** which record decided, or is out of date */
	const struct record *by;
};

/*
 * May the environment that CHAIN leads to be used?  PROJECT is the real path
 * of the directory it was found in, NULL where it does not lie right in there; FIXED:
 * its name is one of those that a record of the project covers.
 */
struct judgement trust_env(struct trust *trust, const struct chain *chain, const char *project,
			   bool fixed);

/* May pointers in the directory that CHAIN leads to be followed? */
struct judgement trust_dir(struct trust *trust, const struct chain *chain);

/* A tree record covers DIR, by path: oddly named environments are sought. */
bool trust_covers(struct trust *trust, const char *dir);

/*
 * The next record after *AT (0 to begin) of an environment that lies right in
 * DIR and is allowed; NULL when there are no more.
 */
const struct record *trust_named(struct trust *trust, const char *dir, size_t *at);

/*
 * Whose files and whose writing the record that decided accepts.  A tree that
 * was named by path alone brings the owner it has now.  The uid that stands for
 * all unmapped ones in USER's namespace is nobody's in particular.
 */
struct accepted trust_accepted(const struct judgement *j, const struct chain *chain,
			       const struct user *user);

/*
 * Parse one line of LEN bytes, in place; in the place of its newline stands a
 * NUL.  Returns 1 for a
 * record, 0 for a comment or an empty line, -1 for a damaged one.
 */
int record_parse(char *line, size_t len, struct record *record);

/* Write RECORD as a line, newline included. */
void record_format(struct buf *b, const struct record *record);

#endif
