/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Wheels: read as hostile input, checked as a whole before a byte is written,
 * and installed as pip would (facts: PEP 427, PEP 376, "recording installed
 * projects").  Only pure wheels without .data: what seeds an environment.
 */
#ifndef AVENV_WHEEL_H
#define AVENV_WHEEL_H

#include <stdint.h>
#include <sys/types.h>

#include "build/record_csv.h"
#include "cli/python.h"
#include "core/buf.h"
#include "core/file.h"

enum {
	/** members of a wheel, and directories that they need */
	WHEEL_MEMBERS_MAX = 20000,
	/** bytes of all members together, unpacked */
	WHEEL_BYTES_MAX = 256 * 1024 * 1024,
};

/** A member, in the order in which the archive has them. */
struct wheel_member {
	/** relative and clean, without a final slash */
	const char *name;
	/** as in RECORD; "" where it need not have one */
	const char *hash;
	/** bytes, unpacked */
	uint64_t size;
	/** a directory: like pip we make those that a file needs */
	bool dir;
	bool executable;
};

/** A console script. */
struct wheel_script {
	/** of the file in bin */
	const char *name;
	/** what to import, and what to call there: "main", "cli.main" */
	const char *module, *function;
};

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

/* ---- between the wheel files -------------------------------------------- */

/** The members that were read on the way. */
struct wheel_texts {
	struct buf record, wheel, entry_points;
};

/* Open and check one.  Returns 0, or -1 having said what is wrong with it. */
int wheel_open(const char *path, struct wheel *wheel) NODISCARD;

/*
 * "wheel 'PATH' is refused: 'MEMBER' WHAT"; MEMBER may be NULL.  Returns -1.
 */
int wheel_refuse(const struct wheel *wheel, const char *member, const char *what) NODISCARD;

/* What is wrong with a member's NAME, to stand behind it; NULL: nothing. */
const char *wheel_name_fault(const char *name);

/*
 * Whether all that was read goes together: no name twice, none both of a file
 * and of a directory, WHEEL as we can install it, and RECORD of just these
 * members, whose hashes are set.  Returns 0, or -1 having said what is wrong.
 */
int wheel_check(struct wheel *wheel, const struct wheel_texts *texts) NODISCARD;

/* Major version times 100 plus minor of wheel->pip_version. */
unsigned long wheel_pip(const struct wheel *wheel);

/*
 * Set wheel->scripts from the TEXT of entry_points.txt.  Returns 0, or -1
 * having said what is wrong.
 */
int wheel_scripts_read(struct wheel *wheel, const char *text) NODISCARD;

/*
 * What pip makes of them: for PYTHON, pip's and easy_install's own are called
 * by its version.
 */
void wheel_scripts_of(const struct wheel *wheel, const struct python *python,
		      struct wheel_script **scripts, size_t *count);

/* The text of the file, as wheel->pip_version writes it. */
void wheel_script_text(const struct wheel *wheel, const struct wheel_script *script,
		       const char *interpreter, struct buf *out);

#endif
