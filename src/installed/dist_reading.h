/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the files of one distribution, and the list of faults. */
#ifndef AVENV_DIST_READING_H
#define AVENV_DIST_READING_H

#include "core/buf.h"
#include "core/venv.h"
#include "installed/dist.h"
#include "installed/site.h"

/** The state of one dists_read(). */
struct dist_reading {
	const struct venv *venv;
	const struct library *library;
	/** bytes that may still be read */
	size_t *left;

	/** the directories on the import path, and the distributions in them, in that order */
	struct dist_site *sites;
	size_t site_count;
	struct dist *list;
	size_t count, room;
	/** normalized names of egg-links */
	struct strings links;
	/** the version of the newest pip in the environment; NULL: none */
	const char *pip;
	struct dist_problem *problems;
	size_t problem_count, problem_room;

	/** the last file that was read, ended by a NUL; `cut`: only the first `len` bytes of it */
	char *data;
	size_t len;
	bool cut;
};

/*
 * Add a problem of the file or directory at PATH: the fault TEXT, or errno in words. FATAL is that
 * of struct dist_problem.
 */
void dist_problem(struct dist_reading *r, const char *path, const char *text, bool fatal);
void dist_unread(struct dist_reading *r, const char *path, bool fatal);

/*
 * Read the distribution ENTRY in FD, the open directory of SITE. Adds it to R->list, or a problem.
 */
void dist_read(struct dist_reading *r, const struct dist_site *site, int fd, const char *entry);

#endif
