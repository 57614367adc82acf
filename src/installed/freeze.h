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
	/** URLs of repositories on this machine in a form that pips before 24.1 take, too */
	bool eggs;
	/** names that are left out */
	const struct strings *excludes;
};

/* Add the lines of all distributions to OUT. */
void freeze(const struct freeze *freeze, struct buf *out);

/*
 * The project of the sources at DIR: the nearest directory, DIR or above, with pyproject.toml or
 * setup.py; or NULL.
 */
const char *project_of_sources(const char *dir);

/* The name in PROJECT's pyproject.toml; NULL: none. */
const char *project_name(const char *project);

/* ninja or CMake builds what an editable loads in DIR. */
bool editable_is_build(const char *dir);

/* The command that installs SOURCE as an editable into the environment ENV, to be pasted. */
const char *editable_line(const char *env, const char *options, const char *source);

/*
 * The editable that has the name of PROJECT in its pyproject.toml, and is installed from another
 * directory, as in a copy of a project; or NULL.
 */
const struct dist *editable_elsewhere(const struct dists *dists, const char *project);

/* Add the lines of the editable DIST: git is asked for its remote and commit. */
void freeze_editable(const struct dist *dist, struct buf *out);

#endif
