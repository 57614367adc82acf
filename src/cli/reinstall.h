/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an environment that is recreated has installed again, and how pip is told:
 * of the same minor all that is there, pinned and without dependencies; of another
 * one what was requested, held to the versions that are there; or what files list.
 */
#ifndef AVENV_REINSTALL_H
#define AVENV_REINSTALL_H

#include "cli/dist.h"
#include "cli/pip.h"

struct reinstall_how {
	/** of requirements, absolute or URLs, up to a NULL; NULL: what is there */
	const char *const *files;
	/** wheels are taken from this directory alone, absolute; NULL: from
	 * wherever the user's settings say */
	const char *wheels;
	/** the same as it was typed */
	const char *wheels_typed;
};

/** A distribution that is installed again. */
struct reinstall_item {
	const struct dist *dist;
	/** of an editable: the directory with its project file, absolute; or NULL */
	const char *source;
	/** where that lies in the old environment: what is copied into the new
	 * one, below both; else NULL */
	const char *copied;
	/** pip is asked for it; else it is only held to its version */
	bool wanted;
};

/** Owned by reinstall.c but for what is described here. */
struct reinstall {
	const struct reinstall_how *how;
	const struct venv *old;
	const struct python *to;
	/** what the old one has */
	struct dists dists;
	/** something is to be installed, so that pip is needed */
	bool any;

	/** the minor and implementation stay the same */
	bool same;
	/** what is installed again, in the order of `dists` */
	struct reinstall_item *items;
	size_t count, room;
	/** the old one's pip, where the new one does not begin with it; NULL */
	const struct reinstall_item *pip;
	/** it is newer than the one that the new one begins with */
	bool pip_first;
	/** the old one has none: it goes once all is installed */
	bool drop_pip;
};

/*
 * Plan what is to be installed into an environment of TO that takes the place of
 * OLD, and say which files in OLD are nobody's.  Nothing is written, nothing of
 * OLD is run.  Returns 0; or -1 having said what cannot be installed again, each:
 * missing sources, "@ file:" of other machines, versions that pip takes no more.
 */
int reinstall_plan(const struct venv *old, const struct python *to, const struct reinstall_how *how,
		   struct reinstall *plan) NODISCARD;

/*
 * Have PIP, whose environment was just made, install what is in PLAN, its own
 * version first or last, whichever is the newer pip's work.  Returns 0, or -1
 * having said what failed; also where stage_interrupted().
 */
int reinstall_run(const struct reinstall *plan, const struct pip *pip) NODISCARD;

/*
 * Make what is noted of each distribution in PIP's environment as it was:
 * REQUESTED, INSTALLER, direct_url.json, and their RECORD rows; and see that all
 * is there that PLAN has, in its version, and that `pip check` has nothing to
 * complain about that it had not before.  Returns 0, or -1 having said what is not.
 */
int reinstall_finish(const struct reinstall *plan, const struct pip *pip) NODISCARD;

/* ---- between the reinstall files ---------------------------------------- */

/* It comes from an index, by its name. */
static inline bool reinstall_is_pin(const struct reinstall_item *item)
{
	return !item->source && item->dist->origin.kind == ORIGIN_INDEX;
}

/* The directory with the project file of DIST, one of DISTS; NULL: it is no
 * editable. */
const char *reinstall_source(const struct dists *dists, const struct dist *dist);

/*
 * What to copy where SOURCE lies in the environment at ENV, below that: the whole
 * checkout; NULL: it lies outside.
 */
const char *reinstall_copied(const char *env, const char *source);

/*
 * The line for pip, without newline: "NAME==VERSION", "NAME @ URL",
 * "URL#egg=NAME" or "-e URL".  SOURCE is where the source tree is now; NULL: it is no editable.
 */
const char *reinstall_line(const struct dist *dist, const char *source);

/* Why ITEM cannot be installed again, in words; NULL: it can. */
const char *reinstall_refusal(const struct reinstall *plan, const struct reinstall_item *item);

/*
 * Mark as wanted what brings in all the rest: what was requested, comes from a
 * URL or is an editable, and what none of that requires.
 */
void reinstall_choose(struct reinstall *plan);

/*
 * See that the directory of wheels has each version that pip will be asked for.
 * Returns 0, or -1 having said which it has not.
 */
int reinstall_check_wheels(const struct reinstall *plan) NODISCARD;

/*
 * Make REQUESTED, INSTALLER and direct_url.json of NEW as they are of OLD, and
 * RECORD to match.
 * Returns 0, or -1 having said why not.
 */
int reinstall_mark(const struct dist *old, const struct dist *new) NODISCARD;

#endif
