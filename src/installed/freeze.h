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
	/** also distributions that pip leaves out by default */
	bool all;
	/** only distributions that are installed in the environment */
	bool local;
	/** without editables */
	bool no_editables;
	/** names of distributions to leave out */
	const struct strings *excludes;
};

/* Add the lines of all distributions to OUT. */
void freeze(const struct freeze *freeze, struct buf *out);

/*
 * The project of the sources at DIR: the nearest directory, DIR or above, with pyproject.toml or
 * setup.py; or NULL.
 */
const char *project_of_sources(const char *dir);

/* Add the lines of the editable DIST to OUT. Runs git for the remote and the commit. */
void freeze_editable(const struct dist *dist, struct buf *out);

#endif
