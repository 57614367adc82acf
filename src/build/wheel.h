/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first wheels of an environment (PEP 427): found, unpacked, and recorded as pip would have
 * installed them. They belong to the interpreter's installation and are trusted like it, so no hash
 * is compared. A wheel is refused if it is damaged, if it would write elsewhere or over another
 * file, or if pip would not accept the result as its own installation.
 */
#ifndef AVENV_WHEEL_H
#define AVENV_WHEEL_H

#include "build/ensurepip.h"
#include "build/zip.h"
#include "core/buf.h"

struct wheel {
	const char *path;
	/** "pip", "24.2" and "pip-24.2.dist-info" */
	const char *name, *version, *dist_info;
	/** version of the pip that would install the wheel: launchers and metadata depend on it */
	const char *pip_version;
	struct zip zip;
};

/** A place to install to, and its properties that are written into files. */
struct wheel_target {
	/** descriptors of site-packages and bin */
	int site, bin;
	/** path from site-packages to bin: "../../../bin" */
	const char *site_to_bin;
	/** final path of the interpreter that launchers start: ENV/bin/python */
	const char *interpreter;
	/** "3.12" */
	const char *series;
	/** permission bits of new files: files_umask() must not be called while threads write */
	mode_t mode;
};

/*
 * Set *WHEELS to the COUNT wheels that the ensurepip of PYTHON installs, opened, pip last. Returns
 * 0, or -1 after printing the package to install, or the wheel and its fault.
 */
int wheels_find(const struct python *python, struct wheel **wheels, size_t *count) NODISCARD;

/** Threads that write the files of wheels. */
struct unpacking;

/*
 * Start threads that write all members of COUNT wheels below the directory SITE, which is closed in
 * the end. An existing file is an error, and is not overwritten. The caller calls unpack_end() or
 * unpack_stop(), and does not call files_umask() before. Returns NULL after printing an error.
 */
struct unpacking *unpack_begin(const struct wheel *wheels, size_t count, int site) NODISCARD;

/*
 * Write with the threads until all files are written. Returns 0, or -1 after printing an error;
 * some files may have been written then.
 */
int unpack_end(struct unpacking *u) NODISCARD;

/* Stop the threads and wait for them; do nothing after unpack_end(). */
void unpack_stop(struct unpacking *u);

/*
 * Finish the installation of an unpacked wheel: launchers, INSTALLER, REQUESTED and RECORD. Returns
 * 0, or -1 after printing an error.
 */
int wheel_record(const struct wheel *wheel, const struct wheel_target *target) NODISCARD;

/* ---- between the wheel files ----------------------------------------------- */

/* Open the wheel at PATH and check it. Returns 0, or -1 after printing an error. */
int wheel_open(const char *path, struct wheel *wheel) NODISCARD;

/* Print "wheel 'PATH' is refused: FAULT". Returns -1. */
int wheel_refuse(const struct wheel *wheel, const char *fault) NODISCARD;

/*
 * Append the file DIST_INFO/NAME to TEXT, if the wheel has it. Returns 0, or -1 if it is damaged.
 */
int wheel_text(const struct wheel *wheel, const char *name, struct buf *text) NODISCARD;

/** Called with a launcher's NAME and TEXT. Returns non-zero to stop. */
typedef int wheel_script(void *arg, const char *name, const struct buf *text);

/*
 * Call VISIT with ARG for each launcher that pip would make for WHEEL. Returns 0, or -1 if VISIT
 * stopped or after printing an error.
 */
int wheel_scripts(const struct wheel *wheel, const struct wheel_target *target, wheel_script *visit,
		  void *arg) NODISCARD;

#endif
