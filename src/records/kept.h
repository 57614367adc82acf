/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records of the environments that `recreate` exchanges, the one in its place and the one in its
 * backup, and of the one that `move` renames. They are known by identity, and nothing is allowed
 * by them.
 */
#ifndef AVENV_KEPT_H
#define AVENV_KEPT_H

#include "records/change.h"

/* INFO is of an environment that was exchanged for ENV, wherever its project was moved to. */
bool kept_is(struct trust *trust, const char *env, const struct file_info *info);

/* What INFO is of is to be exchanged for ENV. */
void kept_add(struct change *change, struct trust *trust, const char *env,
	      const struct file_info *info);

/*
 * The records of ENV go, and that of KEPT, unless NULL, which may have another path. Returns
 * whether there are any.
 */
bool kept_drop(struct change *change, struct trust *trust, const char *env,
	       const struct file_info *kept);

/* The path from which a `move` that was killed renamed the environment of INFO to TARGET; or NULL. */
const char *kept_renamed_from(struct trust *trust, const char *target,
			      const struct file_info *info);

/* R, of a renamed environment, is of no use: no environment waits at its new path. */
bool kept_rename_is_over(const struct record *r);

/* What INFO is of is to be renamed from OLD to TARGET. kept_drop() of OLD ends that. */
void kept_add_rename(struct change *change, struct trust *trust, const char *old,
		     const char *target, const struct file_info *info);

#endif
