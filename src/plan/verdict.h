/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The verdict on one environment: may it be on, and if not, why not.
 *
 * Each fact against it is a bar. The user's word accepts some bars: a record, an option of `allow`,
 * a name on the command line. If bars are left, the lowest one is the reason, and plan/words.h has
 * the command to type. The helper and all commands ask for this verdict.
 */
#ifndef AVENV_VERDICT_H
#define AVENV_VERDICT_H

#include "finders/finders.h"
#include "trust/owners.h"
#include "trust/trust.h"

/** Facts against an environment. The lowest bar that is left decides. */
enum bar {
	/** nothing is against it */
	BAR_NONE,
	/** the records cannot be used: a denial may be missing */
	BAR_RECORDS = 1 << 0,
	/** the user denied a directory above */
	BAR_DENIED = 1 << 1,
	/** the user denied the project or the environment itself: `allow` takes that back */
	BAR_DENIED_ITSELF = 1 << 2,
	/** another user owns it, and no record is of it: hints and `list` keep silent */
	BAR_OTHER_USER = 1 << 3,
	/** several candidates, and no record chooses one */
	BAR_SEVERAL = 1 << 4,
	/**
	 * no environment: a pointer that leads nowhere, a directory without a pyvenv.cfg, an
	 * environment of a kind that avenv does not support
	 */
	BAR_NO_ENV = 1 << 5,
	/** an environment that cannot work: pyvenv.cfg, bin or Python */
	BAR_BROKEN = 1 << 6,
	/**
	 * others own, or may write to, the way to it, pyvenv.cfg or bin; comes before the lack of a
	 * record, since `avenv allow` would not help
	 */
	BAR_OTHERS = 1 << 7,
	/** git tracks it, or does not tell; the helper sees only a `.git` in the environment */
	BAR_GIT = 1 << 8,
	/** it was made elsewhere, or may have come with an archive or clone; only commands look */
	BAR_BROUGHT = 1 << 9,
	/** a record allowed it, but the project was replaced, or the pointer leads elsewhere */
	BAR_CHANGED = 1 << 10,
	BAR_UNRECORDED = 1 << 11,
	/** a tree or a main checkout covers it, and it is to be recorded at its first use */
	BAR_COVERED = 1 << 12,
};

/** Sets of bars; not in enum bar, so that the compiler sees if a switch leaves a bar out */
enum bars {
	/** above the last bar */
	BARS_END = BAR_COVERED << 1,

	/** no command writes into such an environment, though its name was typed */
	BARS_AGAINST_WRITING = BAR_DENIED | BAR_DENIED_ITSELF | BAR_OTHERS,

	/* Accepted by a word of the user */
	/** `allow --shared`, `allow --tracked` */
	BY_SHARED = BAR_OTHERS,
	BY_TRACKED = BAR_GIT | BAR_BROUGHT,
	BY_OPTIONS = BY_SHARED | BY_TRACKED,
	/** `allow --found`, a tree; the other user of BAR_OTHER_USER stays, as BAR_OTHERS */
	BY_FOUND = BAR_RECORDS | BAR_OTHER_USER | BAR_BROKEN | BAR_CHANGED | BAR_UNRECORDED |
		   BAR_COVERED,
	/** avenv or a tool has just made it, or its script was sourced */
	BY_MADE = BY_FOUND | BAR_BROUGHT,
	/** `allow` of the environment or its project */
	BY_ALLOW = BY_MADE | BAR_DENIED_ITSELF,
	/** its name on the command line, for one command */
	BY_NAME = (BY_ALLOW & ~BAR_BROKEN) | BAR_DENIED | BAR_GIT,
};

struct verdict {
	/** the bars that were found; those that the user's word accepts in this look */
	unsigned bars, accepted;
	/** the answer of the search; its path is NULL if there is none: then all is zero */
	struct candidate candidate;
	/** its project; the path is NULL if that cannot be reached */
	struct chain project;
	/** path of the slot: the project's, and the name */
	const char *slot;
	/** the environment; the paths are NULL if its pointer was not followed */
	struct chain env;
	struct venv venv;
	/** the word of the records, and the record that allows, covers, denies or is out of date */
	enum word word;
	const struct record *record;
	/** for BAR_OTHERS: who */
	struct owners owners;
	/** for BAR_NO_ENV and BAR_BROKEN, and for a Python that was upgraded: the fault in words */
	const char *problem;
	/** for BAR_GIT and BAR_BROUGHT, in words */
	const char *git, *brought;
	/** verdict_ask() has added its bars: see records/ask.h */
	bool asked;
};

/*
 * Look at C, the answer of a finder, for a user whose word ACCEPTS some bars. A pointer is followed
 * only if no other bar is left, and Python, which links lead to, is looked at last: a bar that
 * would come after the one that decides may be missing in V. Starts nothing, writes nothing.
 */
void verdict_look(struct trust *trust, const struct candidate *c, unsigned accepts,
		  struct verdict *v);

/* The word on PATH in an existing directory, where an environment may be made. */
void verdict_of_place(struct trust *trust, struct real_path path, struct verdict *v);

/*
 * Look once more who else may change what V is about, as thoroughly as v->owners asks for, and set
 * BAR_OTHERS.
 */
void verdict_owners(struct verdict *v);

/* The others whom the record of V accepts, as in struct owners. */
const char *verdict_shared(const struct verdict *v);

/* The bars that the record of V accepts. The others in it are asked of by name. */
unsigned verdict_recorded(const struct verdict *v);

/* The bars that a word of the user accepts: in this look, or by the record. */
unsigned verdict_accepted(const struct verdict *v);

/* The bars that are left; 0: nothing is against it. */
unsigned verdict_left(const struct verdict *v);

/* The bar that decides: the lowest one that is left. */
enum bar verdict_bar(const struct verdict *v);

/* The search found an environment, and nothing is against it. */
bool verdict_is_usable(const struct verdict *v);

/* Nothing but the lack of a word in the records is against it: `avenv allow` would turn it on. */
bool verdict_is_unallowed(const struct verdict *v);

/*
 * V is the environment that its record allows, and its project was moved: the record has the
 * identities of the project and of V; or V was made anew, and `bin/activate` names the path of the
 * record. `avenv repair` takes the record along.
 */
bool verdict_was_moved(const struct verdict *v);

#endif
