/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who else may write to what would be allowed. */
#ifndef AVENV_WRITABLE_H
#define AVENV_WRITABLE_H

#include "core/buf.h"
#include "plan/search.h"

/** Files and directories that others own or may write to. */
struct writers {
	/** the uid whose files are accepted besides, or 0 */
	uid_t also;
	/** each once, in words: "'/srv' can be written to by group 'staff'" */
	struct strings list;
};

/*
 * Add those on the way that PATH takes, absolute and as it is written, through all links: who owns
 * one, or may rename what is in a directory, says where it leads.
 */
void other_writers_along(struct writers *o, const char *path);

/* Add PATH itself, if it is one or cannot be looked at; a link counts by its owner. */
void other_writers_of_file(struct writers *o, const char *path);

/* Add all that count for SLOT, PROJECT/NAME, which is or leads to ENV. */
void other_writers_of_slot(struct writers *o, const char *slot, const struct real_path *env);

/*
 * The first opening of the environment at ENV, a real path, that the record in FOUND does not
 * accept, and the command that accepts it, with ENV as TYPED; NULL: there is none.
 */
const char *first_other_writer(const struct found *found, const char *env, const char *typed);

/* "avenv allow --shared --tracked": with the options that R has. */
const char *allow_command(const struct record *r);

#endif
