/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Wheels: read as hostile input, checked as a whole before a byte is written,
 * and installed as pip would (facts: PEP 427, PEP 376, "recording installed
 * projects").  Only pure wheels without .data: what seeds an environment.
 */
#ifndef AVENV_WHEEL_H
#define AVENV_WHEEL_H

#include <sys/types.h>

#include "cli/python.h"
#include "cli/record_csv.h"
#include "core/file.h"

enum {
	/** members of a wheel, and directories that they need */
	WHEEL_MEMBERS_MAX = 20000,
	/** bytes of all members together, unpacked */
	WHEEL_BYTES_MAX = 256 * 1024 * 1024,
};

struct wheel_member;
struct wheel_script;

/** A wheel whose directory and RECORD agree. */
struct wheel {
	/** absolute */
	const char *path;
	/** normalised by PEP 503: "pip" */
	const char *name;
	const char *version;
	/** "pip-23.0.1.dist-info" */
	const char *dist_info;
	/** "pip-23.0.1.dist-info/RECORD" */
	const char *record_name;
	/** of the pip that would install it, as pips differ; its own until
	 * somebody knows better */
	const char *pip_version;
	/** all its bytes: what was checked is what is unpacked */
	struct text bytes;
	struct wheel_member *members;
	size_t count, room;
	/** directories that its files need, parents first */
	const char **dirs;
	size_t dir_count, dir_room;
	struct record_rows record;
	/** of its entry points, as they stand there */
	struct wheel_script *scripts;
	size_t script_count, script_room;
};

/*
 * The wheels that PYTHON's ensurepip would use, pip last: sets *WHEELS, which
 * are opened and checked, and *COUNT.  Returns 0, or -1 having said which
 * package to install, or what is wrong with one.
 */
int wheels_of(const struct python *python, struct wheel **wheels, size_t *count) NODISCARD;

/** Where wheels go. */
struct wheel_target {
	/** site-packages, and bin */
	int site, bin;
	/** what leads from site-packages to bin: "../../../bin" */
	const char *site_to_bin;
	/** the interpreter that launchers start: D/bin/python, as it will be */
	const char *interpreter;
	const struct python *python;
};

/*
 * Unpack all members of all WHEELS below target->site, on several threads; the
 * hashes that RECORD names are checked on the way.  Returns 0, or -1 having
 * said what is wrong or with stage_interrupted(); what was written stays, for
 * the caller to drop.
 */
int wheels_unpack(const struct wheel *wheels, size_t count,
		  const struct wheel_target *target) NODISCARD;

/*
 * Finish the installation of one: launchers, INSTALLER, REQUESTED and RECORD,
 * with rows for the .pyc files that are there now.  Returns 0, or -1 having
 * said why not.
 */
int wheel_record(const struct wheel *wheel, const struct wheel_target *target) NODISCARD;

#endif
