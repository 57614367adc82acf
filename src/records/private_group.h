/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The user's private group: called as the user, with whatever number, and without another member.
 * Commands ask the system, and keep the answer in the records file, where the helper reads it.
 */
#ifndef AVENV_PRIVATE_GROUP_H
#define AVENV_PRIVATE_GROUP_H

#include "trust/trust.h"

/*
 * The system says that GID, a group of this process, is the user's private one. Members by their
 * primary group are found where the user database can be listed, which some directory services
 * refuse.
 */
bool group_is_private(gid_t gid);

/*
 * Ask about the group of this process if files are made so that it may write to them, and no answer
 * is kept: at the first prompt the helper has to know it.
 */
void private_group_expect(struct trust *trust);

/*
 * Keep what group_is_private() has answered in this process, where the file says otherwise. Without
 * a file only what was expected is kept.
 */
void private_groups_keep(struct trust *trust);

#endif
