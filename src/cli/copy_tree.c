/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/copy_tree.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system/files.h"
#include "system/tree.h"

#include "core/banned.h"

/** A copy that is under way. */
struct copy {
	/** where the tree goes */
	int dir;
	const char *name;
	/** the copy's top directory, open */
	int top;
	bool link;
	size_t left_out;
};

/* Anything but a directory. */
static int copy_one(struct copy *copy, int from_dir, const char *from, int dir, const char *name)
{
	struct file_info info;

	if (file_lstatat(from_dir, from, &info))
		return -1;
	if (!S_ISLNK(info.mode) && !S_ISREG(info.mode)) {
		copy->left_out++;
		return 0;
	}
	/* Where a file cannot be linked it is copied. */
	if (copy->link && S_ISREG(info.mode) && !linkat(from_dir, from, dir, name, 0))
		return 0;
	return files_copy(from_dir, from, dir, name);
}

static int copy_file(struct tree_walk *w, int dir, const char *name)
{
	struct copy *copy = w->arg;

	return copy_one(copy, dir, name, copy->top, w->path.data);
}

/* No name on the way is anybody else's: the copy's directories are new, and the owner's alone. */
static int enter_dir(struct tree_walk *w, int dir, const char *name)
{
	struct copy *copy = w->arg;

	(void)dir;
	(void)name;
	if (w->depth)
		return mkdirat(copy->top, w->path.data, 0700);
	if (!streq(copy->name, ".") && mkdirat(copy->dir, copy->name, 0700))
		return -1;
	copy->top = files_open_dir(copy->dir, copy->name);
	return copy->top < 0 ? -1 : 0;
}

/* Last, as making the files in it changed its times. */
static int leave_dir(struct tree_walk *w, int dir, const char *name)
{
	const struct copy *copy = w->arg;
	int to = files_open_dir(copy->top, w->depth ? w->path.data : ".");
	struct stat st;
	int ret = to < 0 || fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) ||
		  files_take_mode(to, &st) ||
		  futimens(to, (const struct timespec[]){ st.st_atim, st.st_mtim });

	if (to >= 0)
		file_close(to);
	return ret ? -1 : 0;
}

int copy_tree(int from_dir, const char *from, int to_dir, const char *to, bool link,
	      size_t *left_out)
{
	struct copy copy = { .dir = to_dir, .name = to, .top = -1, .link = link };
	struct tree_walk w = {
		.file = copy_file, .enter = enter_dir, .leave = leave_dir, .arg = &copy
	};
	struct file_info info;
	int ret = file_lstatat(from_dir, from, &info);

	if (!ret)
		ret = S_ISDIR(info.mode) ? tree_walk(&w, from_dir, from) :
					   copy_one(&copy, from_dir, from, to_dir, to);
	if (copy.top >= 0)
		file_close(copy.top);
	*left_out = copy.left_out;
	return ret;
}
