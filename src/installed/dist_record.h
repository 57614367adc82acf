/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files of a distribution by its RECORD (PEP 376, 427), and their comparison with the installed
 * files. RECORD is untrusted: only regular files below the environment are opened. Links are
 * followed, because uv and pdm can install links into their caches.
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
	/** "sha256=..."; "": the row has no hash */
	const char *hash;
};

/** The RECORD of a distribution. */
struct dist_record {
	/** absolute path */
	const char *path;
	/** RECORD does not exist, as for a .egg-info */
	bool missing;
	/** why RECORD cannot be used, printed behind the path: "is malformed"; NULL: usable */
	const char *problem;
	/** one row a file, in the order of RECORD; their paths are relative to `base` */
	struct dist_rows rows;
	/** absolute paths of the environment and of the directory that holds the .dist-info */
	const char *env, *base;
};

/* Read the RECORD of DIST in VENV. RECORD->missing and RECORD->problem tell of failures. */
void dist_record_read(const struct venv *venv, const struct dist *dist, struct dist_record *record);

/* The file of RECORD->rows.list[I]. */
struct dist_file dist_record_file(const struct dist_record *record, size_t i);

enum dist_file_state {
	/** as in RECORD; bytecode, which has no hash there, may also be missing */
	DIST_FILE_SAME,
	DIST_FILE_CHANGED,
	DIST_FILE_MISSING,
	/** outside the environment: not opened */
	DIST_FILE_OUTSIDE,
	/** the file exists, but RECORD has no sha256 of it */
	DIST_FILE_UNCOMPARED,
};

/*
 * Compare the installed FILE with its row in RECORD. ROOT is the open directory of the environment.
 * Sets *WHY to the reason for DIST_FILE_CHANGED, printed behind the path, else to NULL.
 */
enum dist_file_state dist_file_compare(int root, const struct dist_file *file, const char **why);

/*
 * The fault of DIST's RECORD in VENV, or its first missing file, in words; "": no fault. Contents
 * are not compared.
 */
const char *dist_record_fault(const struct venv *venv, const struct dist *dist);

#endif
