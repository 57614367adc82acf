/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The user's decisions on which environments may be on PATH: reading the records and deciding by
 * them. src/records writes them.
 */
#ifndef AVENV_TRUST_H
#define AVENV_TRUST_H

#include "core/base.h"
#include "core/real_path.h"
#include "core/settings.h"
#include "trust/owners.h"
#include "trust/record_text.h"

enum {
	/** largest records file, in bytes: some 100,000 records */
	TRUST_FILE_MAX = 16 * 1024 * 1024,
};

/** All records. Only `settings` has to be set: the first query reads the file. */
struct trust {
	const struct settings *settings;
	/**
	 * the shell's directory: queries about it and the directories above parse only the records
	 * of these and the denials, if they suffice; NULL: each query parses all
	 */
	const char *near;
	struct record *records;
	size_t count, room;
	/** the user's private groups */
	struct groups groups;
	/** the file was read; all of its records were parsed */
	bool loaded, whole;
	/** one of `records` is a denial; most users deny nothing */
	bool denies;
	/** the file cannot be used: no record counts, since a denial may be missing */
	bool closed;
	/** who else can change the file or lead its path elsewhere: then it is closed */
	struct owners others;
	/** path of the file; its fault, for people, or NULL */
	const char *file, *fault;
	/** the lines that were read; number of the first damaged one, or 0 */
	unsigned lines, bad_line;
};

/* Read the records file and AVENV_TRUST once, as a whole; `fault` has an error. */
void trust_load(struct trust *trust);

/* The next query reads the file again. Records of an earlier read remain where they are. */
void trust_forget(struct trust *trust);

/* Read the records for queries about DIR, at least: see `near`. READ: as in struct owners. */
void trust_load_for(struct trust *trust, const char *dir, const struct chain *read);

/*
 * Add to ARG, a struct trust, the records in the LEN bytes at TEXT, which end with a line; unless
 * `whole`, those that are not near are left out.
 */
void trust_read(void *arg, const char *text, size_t len);

/** The user's word about a slot, as the records have it */
enum word {
	/** no record */
	WORD_NONE,
	/** allowed earlier, but the project was moved or replaced, or the target changed */
	WORD_CHANGED,
	/** in an allowed tree, or a worktree of an allowed project, and without a record yet */
	WORD_COVERED,
	WORD_ALLOWED,
	/** the project or the environment itself is denied: `allow` takes that back */
	WORD_DENIED_ITSELF,
	/** a directory above is denied, or another one was at this path */
	WORD_DENIED,
};

/** A query to the records: a name in a project, and the environment there */
struct slot {
	/** real path of the project */
	const struct chain *project;
	/** path of the slot: the project's, and the name */
	const char *path;
	/** real path of the environment; NULL: a pointer that is not followed yet */
	const struct chain *env;
	/** the slot is a link, a redirect or another tool's file */
	bool is_pointer;
};

/* WORD is a denial. */
static inline bool word_denies(enum word word)
{
	return word >= WORD_DENIED_ITSELF;
}

/*
 * The word about SLOT. *RECORD is the record that decided, or that is out of date; for WORD_NONE one
 * that allows the slot at another place of the same directory; NULL: none.
 */
enum word trust_word(struct trust *trust, const struct slot *slot, const struct record **record);

/* The same of denials alone: WORD_DENIED, WORD_DENIED_ITSELF or WORD_NONE. */
enum word trust_denial_word(struct trust *trust, const struct slot *slot,
			    const struct record **record);

/* RECORD, one of those that were read, is a tree of AVENV_TRUST, not a line of the file. */
static inline bool is_of_avenv_trust(const struct record *record)
{
	return !record->line;
}

/*
 * The directory DIR, whose attributes are INFO, is the one that R recorded: identity_holds(). R
 * without an inode matches any directory.
 */
bool record_is_of(const struct record *r, const char *dir, const struct file_info *info);

/*
 * R is of a slot with the name of SLOT in the directory ID, which was moved: R has another path, and
 * that no longer leads to it. If it does, as with a bind mount, the directory is at two places. False
 * where birth times are missing. Costs a look-up if the identity is R's.
 */
bool record_was_moved(const struct record *r, const struct identity *id, const char *slot);

/* DENIAL is of the directory of INFO, not of one that was moved away from its path. */
bool denial_is_of(const struct record *denial, const struct file_info *info);

/*
 * The denial that covers the real path of PATH, or what is known of it if PATH is missing or cannot be
 * looked at; NULL: none.
 */
const struct record *trust_denial_of(struct trust *trust, const char *path);

/* A record of the slot NAME in DIR, which may be out of date; NULL: none. */
const struct record *trust_named(struct trust *trust, struct real_path dir, const char *name);

/* A link, a redirect or a tool's file is on record as leading to PATH. */
bool trust_leads_to(struct trust *trust, struct real_path path);

/* The next record of a slot directly in DIR, from index *AT on (0 to begin); NULL: no more. */
const struct record *trust_next(struct trust *trust, struct real_path dir, size_t *at);

/*
 * One more owner to accept on CHAIN: the current owner of the AVENV_TRUST tree that RECORD is; 0
 * (none) for other records, and for an owner who is unknown in this user namespace.
 */
uid_t trust_accepted(const struct record *record, const struct chain *chain);

#endif
