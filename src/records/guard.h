/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who else may write to what would be allowed. */
#ifndef AVENV_GUARD_H
#define AVENV_GUARD_H

#include "core/buf.h"
#include "core/chain.h"
#include "core/trust.h"

/** A file or directory that others own or may write to. */
struct opening {
	const char *path;
	/** REFUSED_NOT: it could not be looked at */
	enum refusal refusal;
	/** why it could not be looked at, of <errno.h> */
	int error;
};

struct openings {
	/** the uid whose files are accepted besides, or 0 */
	uid_t also;
	struct opening *list;
	size_t count, room;
};

/*
 * Add those on the way that PATH takes, absolute and as it is written, through
 * all links: who owns one, or may rename what is in a directory, says where it
 * leads.
 */
void openings_of_way(struct openings *o, const struct user *user, const char *path);

/* Add PATH itself, if it is one; a link counts by its owner. */
void openings_of_file(struct openings *o, const struct user *user, const char *path);

/* Add all that count for SLOT, PROJECT/NAME, which is or leads to ENV. */
void openings_of_slot(struct openings *o, const struct user *user, const char *slot,
		      const struct chain *env);

/*
 * As where an environment is turned on: who else owns the one at CHAIN, or what
 * it lies in, or could write there, where J accepts that of nobody; or what of
 * it could not be looked at, so that nobody knows.  Returns false where there is
 * no such place, else fills in OPENING.
 */
bool opening_first(const struct user *user, const struct chain *chain, const struct judgement *j,
		   struct opening *opening);

/* "'/srv' can be written to by others" */
void opening_text(struct buf *b, const struct opening *opening);

/* What lets it pass, to be said behind that; "": nothing does. */
const char *opening_mend(const struct opening *opening, const char *dir);

#endif
