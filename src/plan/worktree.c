/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/worktree.h"

#include <sys/stat.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"

enum {
	/** bytes of a `.git` file: one line with a path */
	GIT_FILE_MAX = 4096,
};

#define GITDIR "gitdir: "

/*
 * The directory that all checkouts of a repository share, as the linked worktree at REAL, a real
 * path, names it: COMMON of "gitdir: COMMON/worktrees/NAME". NULL: it is no linked worktree.
 */
static const char *common_dir(const char *real)
{
	const char *file = path_join(real, ".git"), *path;
	struct file_info info;
	struct text text;

	if (file_lstat(file, &info) || !S_ISREG(info.mode) ||
	    file_slurp(file, GIT_FILE_MAX, &text) || !starts_with(text.data, GITDIR))
		return NULL;
	path = text.data + strlen(GITDIR);
	path = path_clean(path_join(real, mem_dup(path, strcspn(path, "\r\n"))));
	path = path_parent(path);
	return streq(path_base(path), "worktrees") ? path_parent(path) : NULL;
}

static bool is_checkout(const char *real, const char *common)
{
	const char *other;

	if (streq(path_join(real, ".git"), common))
		return true;
	other = common_dir(real);
	return other && streq(other, common);
}

const char *worktree_other_checkout(const char *dir)
{
	const char *real, *common, *highest = NULL;
	struct file_info info;

	if (file_lstat(path_join(dir, ".git"), &info) || !S_ISREG(info.mode))
		return NULL;
	real = file_real(dir);
	common = real ? common_dir(real) : NULL;
	while (common && !streq(dir, "/")) {
		dir = path_parent(dir);
		/* The path may take links. */
		real = file_real(dir);
		if (real && is_checkout(real, common))
			highest = dir;
	}
	return highest;
}
