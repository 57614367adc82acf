/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line into a startup file, or out of it, from the text to the disk. */
#ifndef AVENV_STARTUP_CHANGE_H
#define AVENV_STARTUP_CHANGE_H

#include "cli/startup_edit.h"
#include "cli/startup_file.h"

/* What becomes of F with LINE in it; LINE is NULL: without ours. */
void startup_plan(const struct startup_file *f, const char *line, struct startup_edit *e);

/*
 * Make that so.  Where somebody else changes the file at the same moment it is
 * read and planned once more: F and E are then what was done at last.  HOME is
 * a directory.  Returns 0, or -1 with the reason added to WHY.
 */
int startup_change(struct startup_file *f, const struct user *user, const char *home,
		   const char *line, struct startup_edit *e, struct buf *why) NODISCARD;

#endif
