/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The distributions in an environment, as its pip sees them, read from files: nothing runs, not
 * even the import lines of a .pth file. All files are hostile input: bounded, regular files only,
 * never through a link out of the directory that holds them.
 */
#ifndef AVENV_DIST_H
#define AVENV_DIST_H

#include "core/buf.h"
#include "core/venv.h"
#include "installed/origin.h"

enum dist_form {
	/** NAME-VERSION.dist-info */
	DIST_INFO,
	/** a .egg-info: a directory, or a file that distutils wrote */
	DIST_EGG_INFO,
};

/** A directory on the import path of the environment's Python. */
struct dist_site {
	/** absolute */
	const char *path;
	/** the .pth file that names it; NULL: it is a site-packages itself */
	const char *pth;
	/** below the environment */
	bool local;
	/** of the base, which is trusted as its Python is: links in it are followed */
	bool base;
};

/** One installed distribution. */
struct dist {
	enum dist_form form;
	/** where it was found */
	const struct dist_site *site;
	/** its entry there: "requests-2.31.0.dist-info" */
	const char *entry;
	/** the directory or file with its metadata; absolute */
	const char *path;
	/** as the pip there prints them */
	const char *name, *version;
	/** VERSION is not valid (PEP 440): it is printed behind "===" */
	bool legacy;
	/** the normalized name (PEP 503) */
	const char *key;
	/** the headers of METADATA or PKG-INFO that name it, and its requirements */
	const char *metadata;
	/** the first line of INSTALLER, or "" */
	const char *installer;
	struct origin origin;
	/** the source tree of an editable; NULL: it is none */
	const char *editable;
	/** installed in the environment: `pip freeze --local` lists it */
	bool local;
};

/** A fault of a file. */
struct dist_problem {
	/** absolute */
	const char *path;
	/** in words that follow PATH */
	const char *text;
	/** something may be missing from the list */
	bool fatal;
};

/** The differences between pips from 21.3 on that matter. */
struct pip_rules {
	/** from 26.1: `hashes` in direct_url.json comes before `hash` */
	bool hashes_first;
	/** below 23.2, and below Python 3.12: setuptools, distribute and wheel are skipped */
	bool skips_setuptools;
};

/** The distributions of an environment. */
struct dists {
	/** "3.11" of its Python; "": unknown */
	const char *series;
	struct pip_rules pip;
	/** in the order of the import path */
	struct dist_site *sites;
	size_t site_count;
	/** each name once, in the order in which pip prints them */
	struct dist *list;
	size_t count;
	/** the same by key, for dists_find() */
	const struct dist **by_key;
	struct dist_problem *problems;
	size_t problem_count, problem_room;
};

/* Read the distributions in VENV, whose Python may be gone. */
void dists_read(const struct venv *venv, struct dists *dists);

/* Print the problems. Returns 0, or -1 if one is fatal. */
int dists_complain(const struct dists *dists);

/* The distribution NAME, in any spelling; NULL: none. */
const struct dist *dists_find(const struct dists *dists, const char *name);

/* "NAME==VERSION", as pip prints it. */
const char *dist_pin(const struct dist *dist);

/*
 * The value of header NAME, Name, Version or Requires-Dist, in DIST's metadata, without lines that are
 * folded. NULL: none. *AT is 0 at first and moves on, so that each header can be had in turn.
 */
const char *dist_header(const struct dist *dist, const char *name, size_t *at);

/*
 * The length of the name in ENTRY, "NAME-1.0.dist-info" or any other with a suffix, and the
 * version behind it; "" where there is none.
 */
size_t dist_entry_name_len(const char *entry);
const char *dist_entry_version(const char *entry);

/* ---- between dist.c, scan.c and metadata.c ------------------------------- */

/** The environment while it is read. */
struct dist_reading {
	const struct venv *venv;
	struct dists *dists;
	/** in the order of the import path */
	struct dist *list;
	size_t count, room;
	/** normalized names of egg-links */
	struct strings links;
	/** the last file that was read, with a NUL behind it; cut where it was longer */
	char *data;
	size_t len;
	bool cut;
};

/* Note that the file or directory at PATH has the fault TEXT, or that of errno. */
void dist_problem(struct dist_reading *r, const char *path, const char *text, bool fatal);
void dist_unread(struct dist_reading *r, const char *path, bool fatal);

/* Read all directories on the import path. */
void dist_scan(struct dist_reading *r);

/* Read ENTRY in FD, the open directory of SITE. */
void dist_read(struct dist_reading *r, const struct dist_site *site, int fd, const char *entry);

/* The rules of the pip of VERSION, or of the newest for NULL, on Python SERIES. */
struct pip_rules pip_rules(const char *version, const char *series);

/* Name DIST, whose metadata were read. Returns NULL, or the reason why that cannot be. */
const char *dist_set_name(struct dist *dist);

#endif
