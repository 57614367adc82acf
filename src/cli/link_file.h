/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Symbolic links: what one holds; and one replaced in one step. */
#ifndef AVENV_LINK_FILE_H
#define AVENV_LINK_FILE_H

#include "core/base.h"
#include "core/file.h"

/* What the link NAME in DIR holds; or NULL with errno, EINVAL for no link. */
const char *link_text(int dir, const char *name);

/* NAME in DIR is what was SEEN there. */
bool link_is(int dir, const char *name, const struct file_info *seen);

/*
 * Put a link to TO in the place of NAME in DIR, which was SEEN there: a new one,
 * renamed.  Returns 0, or -1 with errno and all as it was: ESTALE where NAME is
 * not what was seen any more.
 */
int link_replace(int dir, const char *name, const char *to, const struct file_info *seen) NODISCARD;

#endif
