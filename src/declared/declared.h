/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room declared: the packages that the files of a project ask for, and how these differ from
 * the installed ones. Nothing is started, built or downloaded, and only certain differences count:
 * the rest is unjudged.
 */
#ifndef AVENV_DECLARED_H
#define AVENV_DECLARED_H

#include "declared/project.h"
#include "declared/set.h"
#include "formats/requirement.h"
#include "installed/dists.h"

/** A file that declares packages. */
struct document {
	/** path, and its end in the project, which is the name for people */
	const char *path, *name;
	/** the text, LEN bytes and a NUL */
	const char *data;
	size_t len;
	/** the root table of a TOML file; else NULL */
	const struct toml *root;
};

/** A requirement of a file, or of a distribution that is required by one. */
struct declared {
	/** a locked version is the specifier "==VERSION" */
	struct requirement requirement;
	/** the reason why it cannot be compared; NULL: it can */
	const char *unsure;
	/** a source tree or file on this machine */
	bool local;
	/** from a constraints file, pip's -c: the package is not wanted by itself */
	bool is_constraint;
	/** the distribution that has this requirement; NULL: the file has it */
	const struct dist *required_by;
	const struct document *document;
	/** line of the document, from 1; 0: unknown */
	size_t line;
	/** the installed distribution, after the comparison; NULL: missing */
	const struct dist *installed;
};

struct declared_list {
	struct declared *list;
	size_t count, room;
};

/** A comparison of an environment with the files of a project. */
struct comparison {
	/** the environment, and its distributions by dists_read() */
	const struct venv *venv;
	const struct dists *dists;
	/** the project; without a `manifest` its `root` is the directory of relative paths */
	struct project project;
	/** paths of the files that are read; empty: that of the project, if it is compared */
	struct strings files;
	/** extras and groups beside those that are installed by default */
	struct strings extras, groups;
	/** no link is followed, and no more than `most` bytes of all files are read */
	bool bounded;
	size_t most;
	/** work that was done: see reading_goes_on() */
	size_t work;
	/** keys of installed distributions that cannot be read */
	struct set unread;

	/** name of the first file that was read; NULL: there is none */
	const char *file;
	/** unmet requirements, and those that cannot be compared; sorted, each name once */
	struct declared_list differences, unjudged;
	/** the Python that is asked for, as a requirement; NULL: the environment's, or any */
	struct declared *python;
	/** a requirement was compared, and is met */
	bool met;
	/** a difference is a requirement of the project's file that is not in its lock file */
	bool unlocked;
	/** for printing: a chosen extra or group is in no file; or nothing was compared; or NULL */
	const char *unknown, *fault;
};

/* Compare, and fill in the second part of C. */
void declared_compare(struct comparison *c);

/* C found a difference, of any kind. */
bool declared_is_different(const struct comparison *c);

/* "2 packages differ from uv.lock" */
const char *declared_summary(const struct comparison *c);

#endif
