/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading one distribution from its .dist-info or .egg-info, and the state that all readers of an
 * environment share: the lists of directories, distributions and problems.
 */
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

	/** the directories on the import path, in its order; the distributions in the same order */
	struct dist_site *sites;
	size_t site_count;
	/** there are more, which are not read */
	bool sites_left_out;
	struct dist *list;
	size_t count, room;
	/** normalized names of the .egg-link files */
	struct strings egg_links;
	/** the version of the newest pip in the environment; NULL: none */
	const char *pip_version;
	struct dist_problem *problems;
	size_t problem_count, problem_room;

	/** the last file that was read: `len` bytes and a NUL */
	char *data;
	size_t len;
	/** the file is longer than `len` */
	bool cut;
};

/* Add a problem; the arguments are the members of struct dist_problem. */
void dist_problem(struct dist_reading *r, const char *path, const char *text, bool fatal);

/* Add the problem that the file or directory at PATH could not be read, for the reason in errno. */
void dist_unread(struct dist_reading *r, const char *path, bool fatal);

/* Count N bytes that were read. Returns -1 with EFBIG if that is more than may be read. */
int dist_spend(struct dist_reading *r, size_t n);

/*
 * Read the distribution ENTRY in SITE, which is open as FD. Adds to R->list, or adds a problem.
 */
void dist_read(struct dist_reading *r, const struct dist_site *site, int fd, const char *entry);

#endif
