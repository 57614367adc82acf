/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files behind wheel.h share. */
#ifndef AVENV_WHEEL_PARTS_H
#define AVENV_WHEEL_PARTS_H

#include <stdint.h>

#include "cli/wheel.h"
#include "core/buf.h"

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
