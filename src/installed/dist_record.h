/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files of a distribution, as its RECORD lists them, compared with the installed files.
 * RECORD is hostile input: only regular files are opened, by their path below the environment.
 * Links are followed: uv and pdm can install links into their caches.
 */
#ifndef AVENV_DIST_RECORD_H
#define AVENV_DIST_RECORD_H

#include "core/venv.h"
#include "formats/dist_rows.h"
#include "installed/dist.h"

/** A file of a distribution. */
struct dist_file {
	/** absolute path */
	const char *path;
	/** path relative to the environment; NULL: outside of it */
	const char *below;
	/** "sha256=..."; "": none in RECORD */
	const char *hash;
};

/** The RECORD of a distribution. */
struct dist_record {
	/** absolute path */
	const char *path;
	/** RECORD does not exist, as in a .egg-info */
	bool missing;
	/** why RECORD cannot be used, in words that are printed behind the path; NULL: usable */
	const char *problem;
	/** one row a file, in the order of RECORD; paths are relative to `base` */
	struct dist_rows rows;
	const char *env, *base;
};

/* Read RECORD of DIST, which is installed in VENV. Errors are in RECORD->missing and ->problem. */
void dist_record_read(const struct venv *venv, const struct dist *dist, struct dist_record *record);

/* The file of RECORD->rows.list[I]. */
struct dist_file dist_record_file(const struct dist_record *record, size_t i);

enum dist_file_state {
	/**
	 * equal to the row; a row without a hash is equal to any regular file, and bytecode may be
	 * missing
	 */
	DIST_FILE_SAME,
	DIST_FILE_CHANGED,
	DIST_FILE_MISSING,
	/** outside the environment: not opened */
	DIST_FILE_OUTSIDE,
	/** not missing, but RECORD has no hash that could be compared */
	DIST_FILE_UNCOMPARED,
};

/*
 * Compare FILE with its row; ROOT is the open directory of the environment. Sets *WHY to the reason
 * for DIST_FILE_CHANGED, in words that are printed behind the path, else to NULL.
 */
enum dist_file_state dist_file_compare(int root, const struct dist_file *file, const char **why);

#endif
