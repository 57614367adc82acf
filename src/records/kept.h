/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records of the environments that `recreate` exchanges, the one in place and its backup, and of
 * those that `move` renames. They identify an environment by inode and birth time, and allow
 * nothing.
 */
#ifndef AVENV_KEPT_H
#define AVENV_KEPT_H

#include "records/change.h"

/* True if the environment of INFO was exchanged for ENV, also if its project was moved since. */
bool kept_is(struct trust *trust, const char *env, const struct file_info *info);

/* Add a record: the environment of INFO is to be exchanged for ENV. */
void kept_add(struct change *change, struct trust *trust, const char *env,
	      const struct file_info *info);

/*
 * Remove the records of ENV, and the record of KEPT, unless NULL, which may have another path.
 * Returns true if there were any.
 */
bool kept_drop(struct change *change, struct trust *trust, const char *env,
	       const struct file_info *kept);

/* The path from which a killed `move` renamed the environment at TARGET; or NULL. */
const char *kept_renamed_from(struct trust *trust, const char *target);

/*
 * True if R, a record of kept_add_rename(), is out of date: the environment is not at its new path.
 */
bool kept_rename_is_over(const struct record *r);

/*
 * Add a record: the environment of INFO is to be renamed from OLD to TARGET. kept_drop() of OLD
 * removes it.
 */
void kept_add_rename(struct change *change, struct trust *trust, const char *old,
		     const char *target, const struct file_info *info);

#endif
