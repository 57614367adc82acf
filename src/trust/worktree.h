/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Linked worktrees of git (gitrepository-layout(5), "worktrees"): a directory whose `.git` is a file
 * "gitdir: COMMON/worktrees/NAME"; in that directory `gitdir` names the file.
 */
#ifndef AVENV_WORKTREE_H
#define AVENV_WORKTREE_H

#include <stdint.h>

#include "core/base.h"

/*
 * For a linked worktree at DIR, absolute: the highest directory above it that is another checkout of
 * the same repository, the main one or a linked one. NULL: there is none, or DIR is no linked
 * worktree; *LINKED is set if it is one. Costs one system call where DIR has no `.git` file.
 */
const char *worktree_other_checkout(const char *dir, bool *linked);

/** A linked worktree, by its own `.git` file alone. */
struct worktree {
	/** its root, a real path */
	const char *root;
	/** COMMON/worktrees/NAME */
	const char *admin;
	/** root of the main checkout, whose `.git` is COMMON */
	const char *main;
};

/*
 * Find the linked worktree that holds DIR, a real path. Returns false if the nearest `.git` above is
 * of no linked worktree, or if the repository has no main checkout.
 */
bool worktree_read(const char *dir, struct worktree *worktree);

/* The linked worktree at DIR has the branch BRANCH checked out; false also if DIR is none. */
bool worktree_is_on_branch(const char *dir, const char *branch);

/*
 * The repository names WORKTREE, too: its file `gitdir` has the path of the root. A root that was made
 * after that file is another directory at the path of a removed worktree: false. An older one may be the
 * empty directory that `git worktree add` was given. Unless SINCE is 0, in nanoseconds since the epoch,
 * the root was also made after SINCE. Both orders are by times of birth, which only the kernel sets: an
 * archive can bring all else along. False where they prove nothing.
 */
bool worktree_is_linked(const struct worktree *worktree, int64_t since);

#endif
