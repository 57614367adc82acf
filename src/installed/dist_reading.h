/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the files of one distribution, and the faults that were found meanwhile. */
#ifndef AVENV_DIST_READING_H
#define AVENV_DIST_READING_H

#include "core/buf.h"
#include "core/venv.h"
#include "installed/dist.h"
#include "installed/site.h"

/** The environment while it is read. */
struct dist_reading {
	const struct venv *venv;
	const struct library *library;

	/** the directories on the import path, and the distributions in them, in that order */
	struct dist_site *sites;
	size_t site_count;
	struct dist *list;
	size_t count, room;
	/** normalized names of egg-links */
	struct strings links;
	/** the version of the newest pip in the environment; NULL: there is none */
	const char *pip;
	struct dist_problem *problems;
	size_t problem_count, problem_room;

	/** the last file that was read, with a NUL behind it; cut where it was longer */
	char *data;
	size_t len;
	bool cut;
};

/* Note that the file or directory at PATH has the fault TEXT, or that of errno. */
void dist_problem(struct dist_reading *r, const char *path, const char *text, bool fatal);
void dist_unread(struct dist_reading *r, const char *path, bool fatal);

/* Read ENTRY in FD, the open directory of SITE, and add it to the list. */
void dist_read(struct dist_reading *r, const struct dist_site *site, int fd, const char *entry);

#endif
