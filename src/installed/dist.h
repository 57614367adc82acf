/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One installed distribution, and the parts of its name and metadata. */
#ifndef AVENV_DIST_H
#define AVENV_DIST_H

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

#endif
