/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is replaced is kept: exchanged with what takes its place. */
#include <errno.h>
#include <stdio.h>

#include "cli/stage.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/replace.h"

#include "core/banned.h"

static int failed(const struct stage *s, int ret)
{
	if (ret == EXCHANGED_OTHER)
		return error_errno("cannot put '%s' back", shown(s->target));
	if (errno == ESTALE)
		return error("'%s' was replaced by another command meanwhile, and stays as it is",
			     shown(s->target));
	return error_errno("cannot replace '%s'", shown(s->target));
}

int stage_commit_keeping(const struct stage *s)
{
	const char *name = path_base(s->target);
	struct file_info old;
	int ret = file_fstat(s->old, &old);

	/* It is exchanged from where the old one will be kept. */
	if (!ret)
		ret = renameat(s->holder, s->name, s->keep, STAGE_KEPT);
	if (ret)
		return error_errno("cannot keep '%s'", shown(s->target));
	ret = exchange_seen(s->keep, STAGE_KEPT, s->parent, name, &old);
	if (!ret)
		return 0;
	failed(s, ret);
	/* Else the next sweep finds no stage, and 'avenv doctor' a backup. */
	if (ret == -1 && renameat(s->keep, STAGE_KEPT, s->holder, s->name))
		return error_errno("cannot put '%s' back", shown(s->path));
	return -1;
}
