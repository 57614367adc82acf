/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/startup_change.h"

#include "print/msg.h"

#include "core/banned.h"

enum {
	/** how often somebody else may be faster */
	CHANGE_TRIES = 16,
};

void startup_plan(const struct startup_file *f, const char *line, struct startup_edit *e)
{
	const struct startup_mark made = { .file = !f->exists, .dirs = f->missing };

	if (line)
		startup_put(&f->text, line, &made, e);
	else
		startup_take(&f->text, e);
}

static int change_once(const struct startup_file *f, const struct user *user, const char *home,
		       const struct startup_edit *e, struct buf *why)
{
	if (e->what == STARTUP_SAME)
		return 0;
	/* Nothing else was ever in it. */
	if (e->what == STARTUP_REMOVED && !e->text.len && e->mark.file)
		return startup_discard(f, user, home, e->mark.dirs, why);
	return startup_write(f, user, &e->text, why);
}

int startup_change(struct startup_file *f, const struct user *user, const char *home,
		   const char *line, struct startup_edit *e, struct buf *why)
{
	for (int i = 0; i < CHANGE_TRIES; i++) {
		int ret = change_once(f, user, home, e, why);

		if (ret != STARTUP_CHANGED)
			return ret;
		if (startup_open(f->path, f, why))
			return -1;
		startup_plan(f, line, e);
	}
	buf_putl(why, "'", shown(f->path), "' is being changed by somebody else; try again");
	return -1;
}
