/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is replaced is kept: exchanged with what takes its place. */
#include <errno.h>
#include <stdio.h>

#include "cli/stage.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

static int rename_back(int from, const char *name, int to, const char *as)
{
	int err = errno;

	if (!renameat(from, name, to, as))
		errno = err;
	return -1;
}

/* For a moment nothing is at NAME; stage_settle() knows what that means. */
static int exchange_in_steps(int parent, const char *name, int keep)
{
	if (renameat(parent, name, keep, STAGE_AWAY))
		return -1;
	if (renameat(keep, STAGE_KEPT, parent, name))
		return rename_back(keep, STAGE_AWAY, parent, name);
	return renameat(keep, STAGE_AWAY, keep, STAGE_KEPT);
}

int stage_exchange(int parent, const char *name, int keep)
{
	if (!renameat2(parent, name, keep, STAGE_KEPT, RENAME_EXCHANGE))
		return 0;
	return tree_cannot_rename_so(errno) ? exchange_in_steps(parent, name, keep) : -1;
}

int stage_settle(int parent, const char *name, int keep)
{
	int away = file_exists(keep, STAGE_AWAY), kept, there;

	if (away <= 0)
		return away;
	kept = file_exists(keep, STAGE_KEPT);
	if (kept <= 0)
		return kept ? -1 : renameat(keep, STAGE_AWAY, keep, STAGE_KEPT);
	there = file_exists(parent, name);
	if (there > 0)
		errno = EEXIST;
	if (there)
		return -1;
	return renameat(keep, STAGE_AWAY, parent, name) ? -1 : 1;
}

int stage_commit_keeping(const struct stage *s)
{
	const char *name = path_base(s->target);

	/* What shall be exchanged has its name there first. */
	if (renameat(s->holder, s->name, s->keep, STAGE_KEPT))
		return error_errno("cannot keep '%s'", shown(s->target));
	if (stage_exchange(s->parent, name, s->keep)) {
		error_errno("cannot replace '%s'", shown(s->target));
	} else if (tree_is(s->old, s->keep, STAGE_KEPT)) {
		return 0;
	} else {
		if (stage_exchange(s->parent, name, s->keep))
			return error_errno("cannot put '%s' back", shown(s->target));
		error("'%s' was replaced by another command meanwhile, and "
		      "stays as it is",
		      shown(s->target));
	}
	return rename_back(s->keep, STAGE_KEPT, s->holder, s->name);
}
