/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The user's word on what may put an environment on PATH: reading the records and
 * deciding by them. Writing them is src/records.
 */
#ifndef AVENV_TRUST_H
#define AVENV_TRUST_H

#include "core/base.h"
#include "core/buf.h"
#include "core/real_path.h"
#include "core/record_text.h"
#include "core/settings.h"

enum {
	/** bytes of the file: some 100,000 records */
	TRUST_FILE_MAX = 16 * 1024 * 1024,
};

/** All records. With `settings` alone it is ready: nothing is read before the first question. */
struct trust {
	const struct settings *settings;
	struct record *records;
	size_t count, room;
	/** the environments that `recreate` exchanges; no verdict looks at them */
	struct record *kept;
	size_t kept_count, kept_room;
	bool loaded;
	/** the file is there and cannot be relied upon: a denial may be in it */
	bool closed;
	/** the file that was read; what is wrong with it, for people, or NULL */
	const char *file, *fault;
	/** the first line that is no record; 0: there is none */
	unsigned bad_line;
};

/* The end of `fault` for a file or directory that others can write to. */
extern const char trust_writable[];

/* Read what there is, once. */
void trust_load(struct trust *trust);

/* Add the records in the LEN bytes at TEXT, in place. */
void trust_read(struct trust *trust, char *text, size_t len);

enum verdict {
	/** no record */
	VERDICT_NONE,
	/** allowed once, but something else stands there now, or it leads elsewhere */
	VERDICT_CHANGED,
	/** in an allowed tree, and seen for the first time: to be recorded */
	VERDICT_NEW,
	VERDICT_ALLOWED,
	VERDICT_DENIED,
};

struct judgement {
	enum verdict verdict;
	/** which record decided, or is out of date */
	const struct record *record;
};

/** What the records are asked about: a name in a project, and the environment there. */
struct slot {
	/** the project's real path */
	const struct real_path *project;
	/** the name below that */
	const char *path;
	/** the environment's real path; NULL: nothing was followed yet */
	const struct real_path *env;
	/** it is a link, a redirect or a file of another tool */
	bool is_pointer;
};

struct judgement trust_slot(struct trust *trust, const struct slot *slot);

/*
 * What INFO was read of is what R was recorded of: the same inode, made at the same time. Without an
 * inode R is of whatever stands there.
 */
bool record_is_of(const struct record *r, const struct file_info *info);

/* AROUND was read of the directory in which the target of R was when it was recorded. */
bool record_leads_into(const struct record *r, const struct file_info *around);

/* R is of a slot of this name in the directory ID, whose path may have been another one. */
bool record_was_moved(const struct record *r, const struct identity *id, const char *slot);

/* R is a denial that covers SLOT: its project, its name there, or where that leads. */
bool record_denies(const struct record *r, const struct slot *slot);

/* The denial that covers what PATH leads to; or NULL. */
const struct record *trust_denies(struct trust *trust, const char *path);

/* A record of the slot NAME in DIR, a real path, whether it holds or not; or NULL. */
const struct record *trust_named(struct trust *trust, const char *dir, const char *name);

/*
 * The next record after *AT (0 to begin) of a slot right in DIR; NULL when there are no
 * more.
 */
const struct record *trust_next(struct trust *trust, const char *dir, size_t *at);

/*
 * The uid whose files the record that decided accepts: of a tree of AVENV_TRUST the owner it has
 * now; 0: nobody's, and of an owner who is unknown in this user namespace.
 */
uid_t trust_accepted(const struct judgement *j, const struct real_path *chain);

#endif
