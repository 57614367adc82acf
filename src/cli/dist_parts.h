/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of reading what is installed: for dist_*.c. */
#ifndef AVENV_DIST_PARTS_H
#define AVENV_DIST_PARTS_H

#include "cli/dist.h"
#include "core/buf.h"

enum {
	/** of METADATA: what headers take up in practice is some KB */
	DIST_HEADERS_MAX = 1024 * 1024,
	/** of a .pth file, of direct_url.json */
	DIST_PTH_MAX = 1024 * 1024,
	DIST_URL_MAX = 64 * 1024,
	/** directories on the import path; distributions in all of them, and
	 * entries of any kind */
	DIST_SITES_MAX = 1024,
	DIST_MAX = 65536,
	DIST_ENTRIES_MAX = 1024 * 1024,
	/** bytes of all distributions together: of headers and direct_url.json,
	 * which are kept, and of all that is read */
	DIST_KEPT_MAX = 32 * 1024 * 1024,
	DIST_READ_MAX = 512 * 1024 * 1024,
};

/** What may be a distribution. */
struct dist_found {
	/** its `site` and `editable` come last */
	struct dist dist;
	/** index in the list of sites */
	size_t site;
	/** the first with a key hides the others; NULL: it hides nothing, and is
	 * hidden by nothing */
	const char *key;
	/** what is wrong with it; text NULL: nothing */
	struct dist_problem problem;
	/** it is not listed */
	bool left_out;
};

/** All that is come by, in the order of the import path. */
struct dist_reading {
	const struct venv *venv;
	struct dists *dists;
	struct dist_found *list;
	size_t count, room;
	/** the names of all egg-links, without their suffix */
	struct strings links;
	/** what was read last: at most DIST_HEADERS_MAX bytes and a NUL */
	char *data;
	size_t len;
	/** there was more of it than that */
	bool cut;
	/** for the entries of directories; how many there were */
	void *entries;
	size_t entry_count;
	/** bytes that were read, and that are kept of them */
	size_t bytes, kept;
	/** a bound was hit, and said so */
	bool full;
	/** links to metadata are followed: in the base's own directories, which
	 * are trusted as its Python is */
	bool follow;
};

/* The version in ENTRY, "NAME-1.0.dist-info", or NULL where it is another's. */
const char *dist_version_of(const char *entry, const char *name);

/*
 * Open directory PATH, or -1: it cannot be, or is on the import path already, or
 * one too many.
 */
int dist_site_open(struct dist_reading *r, const char *path);

/*
 * Read FD, which is at PATH, and close it: a site-packages, or what the .pth
 * file PTH names, whose own .pth files count for nothing.
 */
void dist_site_read(struct dist_reading *r, int fd, const char *path, const char *pth);

/* Read all sites, and what is in them. */
void dist_sites(struct dist_reading *r);

/*
 * Where the standard library of the base is, without starting it; or NULL.  Here and
 * below, what cannot be looked at is unseen().
 */
const char *dist_base_stdlib(const struct dist_reading *r);

/* Read the file at PATH, which is the base's; false: it cannot be. */
bool dist_slurp_base(const char *path, struct text *text);

/*
 * Add to DIRS the directories that PTH names, a file in directory FD, which is
 * at PATH.
 */
void dist_pth(struct dist_reading *r, int fd, const char *path, const char *pth,
	      struct strings *dirs);

/*
 * Read the file NAME in DIR to R->data, at most MAX bytes of it.  Returns 0, or
 * -1 with errno: EINVAL for what is not a regular file.
 */
int dist_slurp(struct dist_reading *r, int dir, const char *name, size_t max) NODISCARD;

/* errno of a failed look, in words that follow a path. */
const char *dist_reason(void);

/* The same, noted of what is at PATH and only adds to the import path. */
void dist_unread(struct dist_reading *r, const char *path);

/*
 * Add what ENTRY in directory FD, which is at PATH, is: a .dist-info, a
 * .egg-info, or in an egg EGG-INFO.  NULL: it is nothing at all.
 */
struct dist_found *dist_read(struct dist_reading *r, int fd, const char *path, const char *entry,
			     enum dist_form form, size_t site);

/* Note what is wrong with what is at PATH. */
void dists_problem(struct dists *dists, const char *path, const char *text, bool fatal);

/* Name FOUND, whose metadata were read, or leave it out. */
void dist_name(const struct pip_rules *rules, struct dist_found *found);

/* NAME as pkg_resources makes it safe: other characters become a dash. */
const char *dist_safe_name(const char *name);

/*
 * The header NAME as it is written, with the newlines of its folds; or NULL.
 * *AT as of dist_header().
 */
const char *dist_header_raw(const char *metadata, const char *name, size_t *at);

/* How many of the LEN bytes at DATA are headers; LEN + 1: no end was seen. */
size_t dist_headers_len(const char *data, size_t len);

/* Have dists_find() see what DISTS->list has. */
void dists_index(struct dists *dists);

/* Choose among R->list what pip would, in its order, for R->dists. */
void dist_pick(struct dist_reading *r);

#endif
