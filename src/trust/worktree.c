/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trust/worktree.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"

enum {
	/** bytes of `.git` and `gitdir` files: one line with a path */
	GIT_FILE_MAX = 4096,
};

#define GITDIR "gitdir: "

/* The path behind PREFIX in DIR/NAME, made absolute. NULL: no file, or it begins otherwise. */
static const char *path_in_file(const char *dir, const char *name, const char *prefix)
{
	const char *file = path_join(dir, name), *path;
	struct file_info info;
	struct text text;
	size_t len;

	if (file_lstat(file, &info) || !S_ISREG(info.mode) ||
	    file_slurp(file, GIT_FILE_MAX, &text) || !starts_with(text.data, prefix))
		return NULL;
	path = text.data + strlen(prefix);
	/* Like git, cut off nothing but ends of lines. */
	len = strlen(path);
	while (len && strchr("\r\n", path[len - 1]))
		len--;
	return path_clean(path_join(dir, mem_dup(path, len)));
}

const char *worktree_git_dir(const char *dir)
{
	const char *path = path_in_file(dir, ".git", GITDIR);

	return path ? path : path_join(dir, ".git");
}

/* The git directory COMMON/worktrees/NAME of REAL, a real path. NULL: no linked worktree. */
static const char *admin_dir(const char *real)
{
	const char *path = path_in_file(real, ".git", GITDIR);

	return path && streq(path_base(path_parent(path)), "worktrees") ? path : NULL;
}

/* Its path is COMMON here, as $GIT_COMMON_DIR. */
const char *worktree_repository(const char *dir)
{
	const char *admin = admin_dir(dir);

	return admin ? path_parent(path_parent(admin)) : NULL;
}

/*
 * The `.git` file at REAL names COMMON itself. After `git init --separate-git-dir`, and in a
 * submodule, REAL is the main checkout. If COMMON is a bare repository, REAL is no checkout.
 */
static bool is_separate(const char *real, const char *common)
{
	const char *path = path_in_file(real, ".git", GITDIR);
	struct text config;

	return path && streq(path, common) &&
	       !file_start(AT_FDCWD, path_join(common, "config"), FILE_MAX, &config) &&
	       strstr(config.data, "bare = false");
}

/* A checkout of the repository COMMON is at REAL. */
static bool is_checkout(const char *real, const char *common)
{
	const char *other = worktree_repository(real);

	return streq(path_join(real, ".git"), common) || (other && streq(other, common)) ||
	       is_separate(real, common);
}

const char *worktree_other_checkout(const char *dir, bool *linked)
{
	const char *real, *common, *highest = NULL;
	struct file_info info;

	if (file_lstat(path_join(dir, ".git"), &info) || !S_ISREG(info.mode))
		return NULL;
	real = real_path_of(dir).path;
	common = real ? worktree_repository(real) : NULL;
	*linked |= common != NULL;
	while (common && !streq(dir, "/")) {
		dir = path_parent(dir);
		/* DIR may contain links. */
		real = real_path_of(dir).path;
		if (real && is_checkout(real, common))
			highest = dir;
	}
	return highest;
}

bool worktree_read(struct real_path dir, struct worktree *worktree)
{
	const char *common;

	worktree->root = real_path_kept(file_above(dir.path, ".git"));
	worktree->admin = worktree->root.path ? admin_dir(worktree->root.path) : NULL;
	if (!worktree->admin)
		return false;
	common = path_parent(path_parent(worktree->admin));
	worktree->main = path_parent(common);
	return streq(path_base(common), ".git");
}

bool worktree_is_on_branch(const char *dir, const char *branch)
{
	const char *git = worktree_git_dir(dir);
	/* The branch's name, as a path below GIT */
	const char *head = path_in_file(git, "HEAD", "ref: refs/heads/");

	return head && streq(head, path_join(git, branch));
}

bool worktree_is_linked(const struct worktree *worktree, int64_t since)
{
	const char *named = path_in_file(worktree->admin, "gitdir", "");
	struct file_info root, gitdir;

	if (!named || !streq(named, path_join(worktree->root.path, ".git")))
		return false;
	if (file_lstat(worktree->root.path, &root) ||
	    file_lstat(path_join(worktree->admin, "gitdir"), &gitdir))
		return false;
	if (!root.id.btime || root.id.btime > gitdir.id.btime)
		return false;
	if (!since)
		return true;
	/* On overlayfs the first entry in a directory can give it a new time of birth. */
	return root.id.btime > since && !file_is_on_overlay(worktree->root.path);
}
