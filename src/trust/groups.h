/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The user's private group: called as the user, with whatever number, and without another member.
 * A command asks the system, and keeps the answer in the records file for the helper.
 */
#ifndef AVENV_GROUPS_H
#define AVENV_GROUPS_H

#include <sys/types.h>

#include "core/base.h"

/** The private groups that are known */
struct groups {
	/** those in the records file */
	gid_t *list;
	size_t count, room;
	/** in a command: the system says that GID is one; else NULL */
	bool (*ask)(gid_t gid);
};

/*
 * GID, a group of this process, is the user's private one. GROUPS is NULL for what leads to the
 * records file, whose answer proves nothing about itself: then passwd(5) and group(5) are read, and
 * a user or member whom only a directory service knows is unknown.
 */
bool groups_private(const struct groups *groups, gid_t gid);

#endif
