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
	/** absolute path */
	const char *path;
	/** the .pth file that names the directory; NULL: a site-packages */
	const char *pth;
	/** inside the environment */
	bool local;
};

/** One installed distribution. */
struct dist {
	enum dist_form form;
	/** directory in which the distribution was found */
	const struct dist_site *site;
	/** name of the entry in that directory: "requests-2.31.0.dist-info" */
	const char *entry;
	/** absolute path of the directory or file with the metadata */
	const char *path;
	/** name and version as the environment's pip prints them */
	const char *name, *version;
	/** `version` is not valid (PEP 440) and is printed behind "===" */
	bool legacy;
	/** the normalized name (PEP 503) */
	const char *key;
	/** the headers Name, Version and Requires-Dist of METADATA or PKG-INFO */
	const char *metadata;
	/** the first line of INSTALLER, or "" */
	const char *installer;
	struct origin origin;
	/** the source tree of an editable installation; NULL: not editable */
	const char *editable;
	/** installed in the environment: `pip freeze --local` lists it */
	bool local;
};

/** A fault of a file. */
struct dist_problem {
	/** absolute path */
	const char *path;
	/** in words that are printed behind the path */
	const char *text;
	/** distributions may be missing from the list */
	bool fatal;
};

/* "NAME==VERSION", as pip prints it. */
const char *dist_pin(const struct dist *dist);

/*
 * The next value of the header NAME (Name, Version or Requires-Dist) in DIST's metadata, without
 * folded lines; NULL: no more. *AT is 0 at first, and is set to the end of the value.
 */
const char *dist_header(const struct dist *dist, const char *name, size_t *at);

/*
 * The length of the name in ENTRY, "NAME-1.0.dist-info" or another entry with a suffix; and the
 * version behind the name, or "".
 */
size_t dist_entry_name_len(const char *entry);
const char *dist_entry_version(const char *entry);

#endif
