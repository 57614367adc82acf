/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that an installation reads or runs: who can write to them decides what runs. */
#ifndef AVENV_READS_H
#define AVENV_READS_H

#include "declared/project.h"
#include "declared/set.h"

enum {
	/** most names and files that are looked at before something runs, and for a hint */
	READS_MAX = 200 * 1000,
	READS_MAX_HINT = 5000,
};

/** What an installation reads or runs; `most` has to be set, and all else zero. */
struct reads {
	/** paths of files, each may be missing, and of directories whose names count */
	struct set files;
	/** what cannot be looked at, and why; NULL: `files` has all of them */
	const char *fault;
	/** the fault is that there are more than `most` */
	bool is_cut;
	size_t most;

	/** number of names and files that were looked at */
	size_t looked;
	/** places to look at, those before `done` were; and for each its kind and identity */
	struct place *list;
	size_t count, room, done;
	struct set queued;
};

/*
 * Add the files of P that its tool reads or runs: the declared files, the tool's settings, and what
 * a build of P and of its local dependencies reads first. A file is a fault that pip reads and that
 * is missing, and any that cannot be read.
 */
void reads_project(struct reads *r, const struct project *p);

/* The same of the requirements files LIST, which pip reads in the directory DIR. */
void reads_requirements(struct reads *r, const struct strings *list, const char *dir);

/* Add what a build of REQUIREMENT, a line of such a file, reads first, if that is on this machine. */
void reads_requirement(struct reads *r, const char *requirement, const char *dir);

/* Add what `uv pip` reads in DIR and above it beside the files that it is given. */
void reads_uv_pip(struct reads *r, const char *dir);

#endif
