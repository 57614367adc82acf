/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files of a distribution, as its RECORD lists them, compared with the files that are there.
 * RECORD is hostile input: only regular files are opened, by their path below the environment.
 * Links are followed: uv and pdm can install links into their caches.
 */
#ifndef AVENV_RECORD_H
#define AVENV_RECORD_H

#include "core/venv.h"
#include "formats/dist_rows.h"
#include "installed/dist.h"

/** A file of a distribution. */
struct dist_file {
	/** absolute */
	const char *path;
	/** the same below the environment; NULL: it is outside */
	const char *below;
	/** "sha256=..."; "" where RECORD does not say */
	const char *hash;
};

/** The RECORD of a distribution. */
struct dist_record {
	/** absolute */
	const char *path;
	/** there is none, as in a .egg-info */
	bool missing;
	/** why it cannot be used, in words that follow PATH; NULL: it can */
	const char *problem;
	/** a file each, in the order in which they are listed; their paths are relative to `base` */
	struct dist_rows rows;
	const char *env, *base;
};

/* Read the list of the files of DIST, which is installed in VENV. */
void dist_record_read(const struct venv *venv, const struct dist *dist, struct dist_record *record);

/* The file of row I. */
struct dist_file dist_record_file(const struct dist_record *record, size_t i);

enum dist_file_state {
	/** as RECORD says, as far as that says anything */
	DIST_FILE_SAME,
	DIST_FILE_CHANGED,
	DIST_FILE_MISSING,
	/** not below the environment: not looked at */
	DIST_FILE_OUTSIDE,
	/** there, but RECORD has no hash of it that could be compared */
	DIST_FILE_UNCOMPARED,
};

/*
 * Compare FILE with its row; ROOT is the open directory of the environment. *WHY is the reason
 * for DIST_FILE_CHANGED, in words that follow the path.
 */
enum dist_file_state dist_file_compare(int root, const struct dist_file *file, const char **why);

#endif
