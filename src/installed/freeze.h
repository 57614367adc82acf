/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The installed distributions as requirements, byte for byte as `pip freeze` of the environment's
 * pip prints them.
 */
#ifndef AVENV_FREEZE_H
#define AVENV_FREEZE_H

#include "core/buf.h"
#include "installed/dists.h"

/** The options of freeze. */
struct freeze {
	const struct dists *dists;
	/** --all: also distributions that pip leaves out by default */
	bool all;
	/** --local: only distributions that are installed in the environment */
	bool local;
	/** --exclude-editable */
	bool no_editables;
	/** --exclude: names that are left out, in any spelling */
	const struct strings *excludes;
};

/* Add the lines of all distributions to OUT. */
void freeze(const struct freeze *freeze, struct buf *out);

/* Add the lines of the editable DIST to OUT; git is asked for the remote and the commit. */
void freeze_editable(const struct dist *dist, struct buf *out);

#endif
