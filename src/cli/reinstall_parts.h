/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of reinstall.h have among themselves. */
#ifndef AVENV_REINSTALL_PARTS_H
#define AVENV_REINSTALL_PARTS_H

#include "cli/reinstall.h"

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
