/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is installed in an environment, as the pip in it sees it, told from files
 * alone: no Python runs, no import line of a .pth file is obeyed.  All that is
 * read is hostile input: bounded, regular files only, never through a link out
 * of the directory that holds it.
 */
#ifndef AVENV_DIST_H
#define AVENV_DIST_H

#include "cli/origin.h"
#include "cli/pip_rules.h"
#include "core/buf.h"
#include "core/strings.h"
#include "core/venv.h"

enum dist_form {
	/** NAME-VERSION.dist-info */
	DIST_INFO,
	/** a .egg-info directory, or file; so far, entries of the site */
	DIST_EGG_INFO,
	DIST_EGG_INFO_FILE,
	/** NAME.egg with EGG-INFO in it */
	DIST_EGG,
	/** a .egg-info, found through NAME.egg-link: importlib.metadata alone
	 * does that, of pkg_resources it lies in a directory on the path */
	DIST_EGG_LINK,
};

/** A directory on the import path of the environment's Python. */
struct dist_site {
	/** absolute */
	const char *path;
	/** the .pth file that names it; NULL: it is a site-packages itself */
	const char *pth;
	/** below the environment */
	bool local;
};

/** One installed distribution. */
struct dist {
	enum dist_form form;
	/** the directory on the import path that it was found in, or that has
	 * the egg-link to it */
	const struct dist_site *site;
	/** its entry there: "requests-2.31.0.dist-info" */
	const char *entry;
	/** the directory or file that holds its metadata; absolute */
	const char *path;
	/** as the pip there prints them */
	const char *name, *version;
	/** VERSION is none by PEP 440: it is printed behind "===" */
	bool legacy;
	/** normalized by PEP 503 */
	const char *key;
	/** METADATA or PKG-INFO, up to the empty line; "" where there is none */
	const char *metadata;
	/** first line of INSTALLER; "" where there is none */
	const char *installer;
	/** there is a REQUESTED file */
	bool requested;
	/** from direct_url.json */
	struct origin origin;
	/** the source tree of an editable; NULL: it is none */
	const char *editable;
	/** installed in the environment: `pip freeze --local` lists it */
	bool local;
};

/** What is not as it should be with what is installed. */
struct dist_problem {
	/** absolute */
	const char *path;
	/** why, in words that follow PATH */
	const char *text;
	/** pip crashes over it: whoever lists the rest exits with 1 */
	bool fatal;
};

/** What pip passes over, as it takes another of that name. */
struct dist_double {
	/** for dists_find() */
	const char *name;
	/** its version is NULL where nothing says it */
	struct dist dist;
};

/** All of an environment. */
struct dists {
	/** X.Y of the environment's Python; 0.0 where nothing says */
	int major, minor;
	/** what the pip there does, or the newest where there is none */
	struct pip_rules pip;
	/** in the order of the import path; it never moves */
	struct dist_site *sites;
	size_t site_count;
	/** each name once; in the order in which pip prints them */
	struct dist *list;
	size_t count;
	/** the same by key, for dists_find() */
	const struct dist **by_key;
	/** in the order of their paths */
	struct dist_problem *problems;
	size_t problem_count, problem_room;
	/** by name */
	struct dist_double *doubles;
	size_t double_count, double_room;
	/** .pth files with import lines, which were not obeyed */
	struct strings imports;
};

/*
 * How long the name is in ENTRY, "NAME-1.0.dist-info" or any other with a suffix, and
 * the version behind it; "" where only the suffix has a dash.
 */
size_t dist_entry_name_len(const char *entry);
const char *dist_entry_version(const char *entry);

/* What is installed in VENV, whose Python may be gone. */
void dists_read(const struct venv *venv, struct dists *dists);

/*
 * site.getusersitepackages() of VENV's Python, which it looks at where it sees its
 * base's packages; NULL: it looks at none.
 */
const char *dist_user_site(const struct venv *venv);

/* The one whose name normalizes to that of NAME; NULL: none. */
const struct dist *dists_find(const struct dists *dists, const char *name);

/*
 * The value of header NAME (without regard to case) in DIST's metadata, folded
 * lines joined; NULL: none.  *AT is 0 at first and moves on behind what was
 * found, so that all of a name can be had in turn.
 */
const char *dist_header(const struct dist *dist, const char *name, size_t *at);

/** The versions of one distribution that have a .dist-info in a directory. */
struct dist_versions {
	/** of the distribution, as it begins the names of entries */
	const char *name;
	struct strings list;
};

/* For file_scan(): add what the entry NAME is to ARG, a struct dist_versions. */
bool dist_see_version(void *arg, int fd, const char *name, int type);

/* The newest of them; NULL: there is none. */
const char *dist_newest(const struct dist_versions *there);

/* pip crashes over something among DISTS. */
bool dists_fatal(const struct dists *dists);

/* Say on standard error what DISTS has of problems and import lines. */
void dists_complain(const struct dists *dists);

/* ---- between the dist files --------------------------------------------- */

enum {
	/** of METADATA: what headers take up in practice is some KB */
	DIST_HEADERS_MAX = 1024 * 1024,
	/** directories on the import path */
	DIST_SITES_MAX = 1024,
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

/* Choose among R->list what pip would, in its order, for R->dists. */
void dist_pick(struct dist_reading *r);

#endif
