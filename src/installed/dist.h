/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An installed distribution: its name, version, origin and metadata (core metadata, PEP 566). */
#ifndef AVENV_DIST_H
#define AVENV_DIST_H

#include "installed/origin.h"

enum dist_form {
	/** NAME-VERSION.dist-info */
	DIST_INFO,
	/** NAME.egg-info: a directory, or a file that distutils wrote; or an egg */
	DIST_EGG_INFO,
};

/** A directory on the import path of the environment's Python. */
struct dist_site {
	/** absolute path */
	const char *path;
	/** the .pth file that added the directory; NULL: Python added it by itself */
	const char *pth;
	/** true for a directory in the environment */
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
	/** `version` is no PEP 440 version, and is pinned by "===" */
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
	/** its directory has another distribution of that name */
	bool twice;
};

/** A file that cannot be used. */
struct dist_problem {
	/** absolute path */
	const char *path;
	/** the reason, printed behind the path: "is not UTF-8" */
	const char *text;
	/** true if a distribution may be missing from the list for this reason */
	bool fatal;
};

/* The requirement "NAME==VERSION", as `pip freeze` prints it. */
const char *dist_pin(const struct dist *dist);

/*
 * The next value of the header NAME (Name, Version or Requires-Dist) in DIST's metadata, without
 * continuation lines. NULL: no more values. *AT is 0 for the first call, and is advanced behind the
 * value.
 */
const char *dist_header(const struct dist *dist, const char *name, size_t *at);

/* Why the file of a distribution at PATH cannot be read, by errno, printed behind the path. */
const char *dist_read_fault(const char *path);

/* The length of NAME in ENTRY, "NAME-1.0.dist-info" or "NAME.egg-info". */
size_t dist_entry_name_len(const char *entry);

/* The version in ENTRY, "1.0"; or "". */
const char *dist_entry_version(const char *entry);

/* ENTRY is pip's, which names its .dist-info so. */
bool dist_entry_is_pip(const char *entry);

#endif
