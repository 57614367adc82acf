/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be mended in an environment where it lies: one way to find it, for
 * `avenv doctor`, `repair --dry-run` and `repair`.
 */
#ifndef AVENV_REPAIR_H
#define AVENV_REPAIR_H

#include "cli/command.h"
#include "cli/finding.h"
#include "cli/rewrite.h"
#include "core/venv.h"

struct repair {
	/** the environment, open */
	int dir;
	struct venv venv;
	/** what repair_apply() mends */
	struct findings mendable;
	/** what cannot be mended in place: `recreate` is their `mend`, or NULL */
	struct findings beyond;
	/** what only who knows it can judge: files that name the old place,
	 * sources that are gone */
	struct findings reported;
	/** places that one of those stands for, beside its own */
	size_t reported_more;
	/** how `mendable` is mended */
	struct rewrites plan;
	/** what could not be looked at, ready to be shown: then nothing of all
	 * that is certain; NULL: all was seen */
	const char *unseen;
};

/*
 * Look VENV over; nothing is written and nothing of it is run.  Only a base
 * interpreter that is to replace its own may be asked for its version.  Returns
 * 0, or -1 having said why it cannot be looked at.
 */
int repair_look(struct context *ctx, const struct venv *venv, struct repair *repair) NODISCARD;

/*
 * VENV may not be written to: it belongs to somebody else, or others could
 * change it meanwhile; -1, having said so.
 */
int repair_refused(struct context *ctx, const struct venv *venv) NODISCARD;

/*
 * Mend all that is mendable, where all was seen: each file by rename, RECORD rows kept right where
 * they were right before, pyvenv.cfg last.  The environment is locked, see
 * stage_lock_seen().  Returns 0, or -1 having said what stays; each file is then
 * old or new, and a second run goes on.
 */
int repair_apply(struct repair *repair) NODISCARD;

#endif
