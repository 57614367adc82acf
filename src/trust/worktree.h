/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Linked worktrees of git (gitrepository-layout(5), "worktrees"): a directory whose `.git` is a
 * file "gitdir: COMMON/worktrees/NAME"; in that directory `gitdir` names the file.
 */
#ifndef AVENV_WORKTREE_H
#define AVENV_WORKTREE_H

#include <stdint.h>

#include "core/base.h"
#include "core/real_path.h"

/*
 * The highest directory above DIR, absolute, that is another checkout of the repository of the
 * linked worktree at DIR: the main checkout, or another linked worktree. NULL: none, or DIR is no
 * linked worktree. Sets *LINKED if DIR is one. Costs one system call if DIR has no `.git` file.
 */
const char *worktree_other_checkout(const char *dir, bool *linked);

/* The repository of DIR, a real path: its `.git`, or the directory that this file names. */
const char *worktree_git_dir(const char *dir);

/*
 * The repository that the checkout at DIR, a real path, shares with others, if DIR is a linked
 * worktree; else NULL. Nothing may be at that path.
 */
const char *worktree_repository(const char *dir);

/** A linked worktree, by its own `.git` file alone. */
struct worktree {
	/** its root */
	struct real_path root;
	/** COMMON/worktrees/NAME */
	const char *admin;
	/** root of the main checkout, whose `.git` is COMMON */
	const char *main;
};

/*
 * Find the linked worktree that holds DIR. Returns false if the nearest `.git`, in DIR or above, is
 * not that of a linked worktree, or if the repository has no main checkout.
 */
bool worktree_read(struct real_path dir, struct worktree *worktree);

/* DIR is the root of a checkout, linked or not, with the branch BRANCH checked out. */
bool worktree_is_on_branch(const char *dir, const char *branch);

/*
 * The repository confirms WORKTREE: its file `gitdir` has the path of the root. False for a root
 * that was made after `gitdir`: such a directory took the place of a removed worktree. (An older
 * root may be the empty directory that `git worktree add` was given.) Unless SINCE is 0,
 * nanoseconds since the epoch, the root must also have been made after SINCE. Both comparisons are
 * of birth times, which only the kernel sets; an archive can bring everything else along. False if
 * birth times prove nothing here.
 */
bool worktree_is_linked(const struct worktree *worktree, int64_t since);

#endif
