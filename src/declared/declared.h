/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room declared: the packages that the files of a project ask for, and how these differ from
 * the installed ones. Nothing is started, built or downloaded, and only certain differences count:
 * the rest is unjudged.
 */
#ifndef AVENV_DECLARED_H
#define AVENV_DECLARED_H

#include "formats/requirement.h"
#include "installed/dists.h"
#include "lookup/manifest.h"

/** A file that declares packages. */
struct document {
	/** its name for people; its text; and the table that it is in TOML, else NULL */
	const char *name, *data;
	size_t len;
	const struct toml *root;
};

/** A requirement of a file, or of a distribution that is required by one. */
struct declared {
	/** a locked version is the specifier "==VERSION" */
	struct requirement requirement;
	/** why it cannot be compared: whether it is wanted, or in which version; NULL: it can */
	const char *unsure;
	/** a source tree or file on this machine: any version of it is the right one */
	bool local;
	/** of a constraints file: not wanted by itself */
	bool limit;
	/** the distribution that requires it, "flask==3.0.0"; NULL: the file names it */
	const char *by;
	const struct document *document;
	/** line of the document, from 1; 0: unknown */
	size_t line;
	/** the installed distribution, after the comparison; NULL: missing */
	const struct dist *there;
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
	/** the project, whose first file of a known name is read if `files` is empty */
	const char *project;
	/** paths of files; extras and groups beside those that are installed by default */
	struct strings files, extras, groups;
	/** the project is the root of uv's workspace, and the member in this directory counts; or NULL */
	const char *member;
	/** no link is followed, and no more than `most` bytes are read */
	bool bounded;
	size_t most;

	/** name of the first file that was read; NULL: there is none */
	const char *file;
	/** sorted by name, each once: differences, and what cannot be compared */
	struct declared_list differences, unjudged;
	/** why nothing was compared, in words that are safe to print; NULL: it was */
	const char *fault;
};

/*
 * Set the project of C to PROJECT; and the member, if `uv sync` in the directory DIR would install
 * that of PROJECT's workspace.
 */
void declared_project(struct comparison *c, const struct settings *settings, const char *project,
		      const char *dir);

/* Fill in the second part of C. */
void declared_compare(struct comparison *c);

/* "2 packages differ from uv.lock" */
const char *declared_summary(const struct comparison *c);

/* The kind of the file at PATH that is compared: by its name, else requirements. */
const struct manifest *declared_manifest(const char *path);

#endif
