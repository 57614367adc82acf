/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is installed as a list of requirements, byte for byte what `pip freeze` of
 * the pip there prints.
 */
#ifndef AVENV_FREEZE_H
#define AVENV_FREEZE_H

#include "cli/command.h"
#include "cli/dist.h"
#include "core/buf.h"

/** What is asked for. */
struct freeze {
	const struct dists *dists;
	/** the environment's path */
	const char *env;
	/** also what pip leaves out by itself */
	bool all;
	/** only what lies in the environment */
	bool local;
	/** nothing that names a place on this machine */
	bool portable;
	/** names that are left out */
	const struct strings *excludes;
	/** files of requirements, whose order and comments are kept */
	const struct strings *files;
};

/*
 * Add all of it to OUT.  Returns 0, or -1 having said why not: there is a file
 * that cannot be read, or a line in it that pip fails at.
 */
int freeze(const struct freeze *freeze, struct buf *out) NODISCARD;

/* Add the lines about DIST alone. */
void freeze_dist(const struct freeze *freeze, const struct dist *dist, struct buf *out);

/*
 * Add the lines about the editable DIST: git is asked where its source is from.
 * Returns true where they name a place on this machine.
 */
bool freeze_editable(const struct pip_rules *pip, const struct dist *dist, struct buf *out);

/* "Name==Version". */
void freeze_put_version(const struct dist *dist, struct buf *out);

/*
 * Add the lines of the files of FREEZE, with what is installed in their places;
 * DONE[i] is set where that was the ith of its dists.  Returns as freeze() does.
 */
int freeze_files(const struct freeze *freeze, bool *done, struct buf *out) NODISCARD;

/* FREEZE says that DIST is to be left out, as it lies elsewhere. */
bool freeze_is_elsewhere(const struct freeze *freeze, const struct dist *dist);

/* The length of TEXT, LEN bytes, without the white space at its end. */
size_t freeze_stripped(const char *text, size_t len);

#endif
