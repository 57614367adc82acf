/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
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
	/** the copies of the directories that were entered, open, by depth */
	int to[TREE_DEPTH_MAX + 1];
	size_t open;
	bool link;
	size_t left_out;
};

/* The owner first: changing it may take bits of the mode away. */
static int take_over(int fd, const struct stat *st)
{
	const struct timespec times[] = { st->st_atim, st->st_mtim };

	/* Where there is no right to give a file away it stays the user's own. */
	if (fchown(fd, st->st_uid, st->st_gid) && errno != EPERM && errno != EINVAL)
		return -1;
	return fchmod(fd, st->st_mode & 07777) || futimens(fd, times) ? -1 : 0;
}

static int copy_bytes(int from, int to)
{
	char data[8192];
	ssize_t got;

	for (off_t at = 0; (got = files_get(from, data, sizeof(data), at)) > 0; at += got)
		if (files_put(to, data, (size_t)got))
			return -1;
	return (int)got;
}

static int copy_data(int from, int dir, const char *name)
{
	struct stat st;
	int to, ret;

	if (fstat(from, &st))
		return -1;
	to = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (to < 0)
		return -1;
	ret = copy_bytes(from, to) || take_over(to, &st) ? -1 : 0;
	if (ret)
		file_close(to);
	/* NFS says only here that the disk is full. */
	else if (close(to))
		ret = -1;
	return ret;
}

static int copy_regular(int from_dir, const char *from, int dir, const char *name)
{
	int fd = files_open(from_dir, from);
	int ret;

	if (fd < 0)
		return -1;
	ret = copy_data(fd, dir, name);
	file_close(fd);
	return ret;
}

static int copy_link(int from_dir, const char *from, int dir, const char *name)
{
	const char *text = files_link_text(from_dir, from);

	return text ? symlinkat(text, dir, name) : -1;
}

/* Anything but a directory. */
static int copy_one(struct copy *copy, int from_dir, const char *from, int dir, const char *name)
{
	struct stat st;

	if (fstatat(from_dir, from, &st, AT_SYMLINK_NOFOLLOW))
		return -1;
	if (S_ISLNK(st.st_mode))
		return copy_link(from_dir, from, dir, name);
	if (!S_ISREG(st.st_mode)) {
		copy->left_out++;
		return 0;
	}
	if (copy->link && !linkat(from_dir, from, dir, name, 0))
		return 0;
	if (copy->link && errno != EXDEV && errno != EPERM && errno != EMLINK &&
	    errno != EOPNOTSUPP)
		return -1;
	return copy_regular(from_dir, from, dir, name);
}

static int copy_file(struct tree_walk *w, int dir, const char *name)
{
	struct copy *copy = w->arg;

	return copy_one(copy, dir, name, copy->to[w->depth - 1], name);
}

static int enter_dir(struct tree_walk *w, int dir, const char *name)
{
	struct copy *copy = w->arg;
	int in = w->depth ? copy->to[w->depth - 1] : copy->dir, fd;

	(void)dir;
	if (!w->depth)
		name = copy->name;
	errno = ENAMETOOLONG;
	if (w->depth == TREE_DEPTH_MAX || (!streq(name, ".") && mkdirat(in, name, 0700)))
		return -1;
	fd = files_open_dir(in, name);
	if (fd < 0)
		return -1;
	copy->to[w->depth] = fd;
	copy->open = w->depth + 1;
	return 0;
}

/* Last, as making the files in it changed its times. */
static int leave_dir(struct tree_walk *w, int dir, const char *name)
{
	struct copy *copy = w->arg;
	struct stat st;
	int fd = copy->to[w->depth];

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) || take_over(fd, &st))
		return -1;
	copy->open = w->depth;
	file_close(fd);
	return 0;
}

int tree_copy(int from_dir, const char *from, int to_dir, const char *to, bool link,
	      size_t *left_out)
{
	struct copy copy = { .dir = to_dir, .name = to, .link = link };
	struct tree_walk w = {
		.file = copy_file, .enter = enter_dir, .leave = leave_dir, .arg = &copy
	};
	struct file_info info;
	int ret = file_lstatat(from_dir, from, &info);

	if (!ret)
		ret = S_ISDIR(info.mode) ? tree_walk(&w, from_dir, from) :
					   copy_one(&copy, from_dir, from, to_dir, to);
	while (copy.open)
		file_close(copy.to[--copy.open]);
	*left_out = copy.left_out;
	return ret;
}
