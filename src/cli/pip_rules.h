/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What differs between pips in what they see and print: data, a row for the
 * first version of each change, and by which module that pip looks (its
 * "backend": pkg_resources or importlib.metadata).
 */
#ifndef AVENV_PIP_RULES_H
#define AVENV_PIP_RULES_H

#include "core/base.h"

/**
 * What one pip does.  A field is one difference; it is added with its rows in
 * pip_rules.c.
 */
struct pip_rules {
	/** its version; NULL: there is none, and the newest rules hold */
	const char *version;
	/** importlib.metadata, not pkg_resources */
	bool importlib;

	/** names are those of the entries, made safe; no METADATA is read */
	bool name_of_entry;
	/** a .dist-info's version is the one in METADATA, not in its name */
	bool version_of_metadata;
	/** of several the first by METADATA's name counts, not by the entry's,
	 * and what has none there is none */
	bool name_required;
	/** of one name in a directory the first by file name counts, not the
	 * highest version; of importlib it is the first that was found */
	bool first_by_name;
	/** names are one that differ in `.`, `-` and `_` */
	bool normalized_names;
	/** a .egg directory is looked into */
	bool eggs;
	/** of an egg-link the name as it is written counts, too */
	bool link_as_written;

	/** direct_url.json is read */
	bool direct_url;
	/** its `hash` must have a "=" in it */
	bool hash_checked;
	/** it is read as PEP 610 has it: nulls, `hashes` before `hash`, an
	 * `editable` must be local */
	bool direct_url_strict;
	/** an editable that it names is printed by its URL */
	bool editable_by_url;
	/** of an editable it is told that there is no version control, or that
	 * git has no remote */
	bool editable_told;
	/** an editable is printed as one where git does not tell about it */
	bool editable_kept;
	/** a remote is made a URL that pip takes, and pyproject.toml makes a
	 * directory a project */
	bool remote_checked;

	/** in a file of requirements, `-e NAME @ URL` is one */
	bool editable_by_name;
	/** and --use-feature an option, as -Z was before */
	bool takes_features;

	/** setuptools, distribute and wheel belong to what pip itself needs */
	bool skips_setuptools;
};

/*
 * The rules of pip VERSION (NULL: the newest) on Python MAJOR.MINOR.  PATCHED:
 * a distributor told that Python's importlib.metadata that pip is to use
 * pkg_resources.
 */
struct pip_rules pip_rules(const char *version, int major, int minor, bool patched);

#endif
