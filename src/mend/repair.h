/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An environment made to work again where it lies, after it was moved or copied, or lost its
 * Python. Nothing of it is executed; only another interpreter, which is installed, is asked.
 */
#ifndef AVENV_REPAIR_H
#define AVENV_REPAIR_H

#include "core/context.h"
#include "mend/base_python.h"
#include "mend/relocate.h"

struct repair {
	/** what venv_read() found */
	const struct venv *venv;
	const struct context *ctx;
	/** nothing is written */
	bool dry;

	/** what is wrong and was mended; with `dry` what is wrong now */
	struct findings mended;
	/** what cannot be mended in place: then nothing is written. `mend` is a `recreate`. */
	struct findings refused;
	/** the environment, open */
	int dir;
	struct base base;
	/** `from` NULL: it was not moved */
	struct relocation relocation;
};

/*
 * Look, and mend step by step: paths, pyvenv.cfg, links to Python. Each file is replaced in one
 * step, and a second run finishes a killed one. Returns 0, or -1 after printing what could not be
 * looked at or written.
 */
int repair(struct repair *r) NODISCARD;

/*
 * VENV may not be written to: it belongs to somebody else, or others could change it meanwhile.
 * Returns 0, or -1 after printing that.
 */
int repair_refused(struct trust *trust, const struct venv *venv) NODISCARD;

#endif
