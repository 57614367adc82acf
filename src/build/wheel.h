/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The wheels that an environment begins with: found, unpacked, and recorded as pip would have
 * installed them. They belong to the interpreter's installation and are trusted as it is, so no
 * hash is compared. A wheel is refused if it is damaged, if it would write elsewhere or over another
 * file, or if pip would not call the result its own.
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
	/** of the pip that would install it: pips differ */
	const char *pip_version;
	struct zip zip;
};

/** A place to install to, and the facts about it that a wheel's files state. */
struct wheel_target {
	/** site-packages, and bin */
	int site, bin;
	/** the path from site-packages to bin: "../../../bin" */
	const char *site_to_bin;
	/** the interpreter that launchers start: D/bin/python, as it will be */
	const char *interpreter;
	/** "3.12" */
	const char *series;
	/** of a new file: files_umask() is not asked while threads write */
	mode_t mode;
};

/*
 * Open the wheels that the ensurepip of PYTHON installs, pip last. Returns 0, or -1 after an
 * error that names the package to install, or the wheel and its fault.
 */
int wheels_find(const struct python *python, struct wheel **wheels, size_t *count) NODISCARD;

/** Threads that write the files of wheels. */
struct unpacking;

/*
 * Begin to write all members of COUNT wheels below the directory SITE, in several threads, and
 * close it in the end. Nothing that is there is overwritten. unpack_end() or unpack_stop() follows;
 * until then files_umask() may not be called. Returns NULL after an error.
 */
struct unpacking *unpack_begin(const struct wheel *wheels, size_t count, int site) NODISCARD;

/* Help until all is written. Returns 0, or -1 after an error; some files may be there then. */
int unpack_end(struct unpacking *u) NODISCARD;

/* Give up; or nothing, after unpack_end(). */
void unpack_stop(struct unpacking *u);

/*
 * Finish the installation of an unpacked wheel: launchers, INSTALLER, REQUESTED and RECORD.
 * Returns 0, or -1 after an error.
 */
int wheel_record(const struct wheel *wheel, const struct wheel_target *target) NODISCARD;

/* "pip-24.2.dist-info", of the package of WHEEL in VERSION. */
const char *wheel_info(const struct wheel *wheel, const char *version);

/* Add the versions of WHEEL's package whose metadata is in SITE, open. Returns 0, or -1 with errno. */
int wheel_versions(const struct wheel *wheel, int site, struct strings *versions) NODISCARD;

/* ---- between the wheel files ----------------------------------------------- */

/* Open the wheel at PATH and check it. Returns 0, or -1 after an error. */
int wheel_open(const char *path, struct wheel *wheel) NODISCARD;

/* "wheel 'PATH' is refused: FAULT". Returns -1. */
int wheel_refuse(const struct wheel *wheel, const char *fault) NODISCARD;

/* Append the file DIST_INFO/NAME to TEXT, if there is one. Returns 0, or -1 if it is damaged. */
int wheel_text(const struct wheel *wheel, const char *name, struct buf *text) NODISCARD;

/** A launcher's name and text. Returns non-zero to stop. */
typedef int wheel_script(void *arg, const char *name, const struct buf *text);

/* Visit each launcher that pip would make. Returns -1 if one is stopped at or after an error. */
int wheel_scripts(const struct wheel *wheel, const struct wheel_target *target, wheel_script *visit,
		  void *arg) NODISCARD;

#endif
