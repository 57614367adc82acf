/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other users' write access to an environment that is to be allowed. */
#ifndef AVENV_WRITABLE_H
#define AVENV_WRITABLE_H

#include "core/buf.h"
#include "plan/search.h"

/** Files and directories that other users own or may write to. */
struct writers {
	/** extra owner to accept, a uid; 0: none */
	uid_t also;
	/** descriptions without duplicates: "'/srv' can be written to by group 'staff'" */
	struct strings list;
	/** the path of the first one, which may belong to another user */
	const char *first;
	bool owned;
};

/*
 * The command that takes PATH from other writers. NULL: it is no file or directory of the user's, so
 * chmod is not for it.
 */
const char *writable_end_line(const char *path);

/*
 * The end of a sentence about O: ACCEPT, a command in quotes, accepts all of them, unless it is NULL; if
 * the first one is the user's own, writable_end_line() is named as well.
 */
const char *writers_end(const struct writers *o, const char *accept);

/*
 * Check the directories and links along PATH, absolute and as it is written, through all links: the
 * owner of one, or a user who may rename entries in it, can redirect PATH.
 */
void other_writers_along(struct writers *o, const char *path);

/*
 * Check PATH itself, by its owner if it is a link. A PATH that cannot be looked at is added, too.
 */
void other_writers_of_file(struct writers *o, const char *path);

/*
 * Check the project of SLOT, PROJECT/NAME, then SLOT itself and the environment ENV, which it is or
 * points to.
 */
void other_writers_of_slot(struct writers *o, const char *slot, const struct real_path *env);

/*
 * Describe the first other writer of the environment at ENV, a real path, that the record in FOUND
 * does not accept, with the command that accepts it for TYPED, the user's spelling of ENV; a NULL TYPED
 * is no environment yet, which nothing accepts. NULL if there is none.
 */
const char *first_other_writer(const struct found *found, const char *env, const char *typed);

/* "avenv allow --shared --tracked": with the options that R has. */
const char *allow_command(const struct record *r);

#endif
