/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/stage.h"
#include "system/tree.h"
#include "system/tree_walk.h"

#include "core/banned.h"

/** A copy that is under way. */
struct copy {
	/** where the tree goes */
	int dir;
	const char *name;
	/** the directory that is being filled */
	struct cursor to;
	bool link;
	size_t left_out;
};

/* Where there is no right to give a file away it stays the user's own. */
static int failed_to_give(int ret)
{
	return ret && errno != EPERM && errno != EINVAL ? -1 : 0;
}

/* The owner first: changing it may take bits of the mode away. */
static int take_over(int fd, const struct stat *st)
{
	const struct timespec times[] = { st->st_atim, st->st_mtim };

	return failed_to_give(fchown(fd, st->st_uid, st->st_gid)) ||
			       fchmod(fd, st->st_mode & 07777) || futimens(fd, times) ?
		       -1 :
		       0;
}

/* The kernel's own copy shares blocks where the file system can. */
static int copy_fast(int from, int to)
{
	ssize_t n;

	do
		n = copy_file_range(from, NULL, to, NULL, (size_t)1 << 30, 0);
	while (n > 0 || (n < 0 && errno == EINTR));
	if (!n || errno == EXDEV || errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP ||
	    errno == EPERM || errno == EBADF)
		return 0;
	return -1;
}

/* From where copy_fast() stopped, holes filled. */
static int copy_rest(int from, int to)
{
	char data[8192];
	ssize_t got;

	while ((got = read(from, data, sizeof(data))))
		if (got < 0 ? errno != EINTR : tree_put(to, data, (size_t)got))
			return -1;
	return 0;
}

static int copy_data(int from, int dir, const char *name)
{
	struct stat st;
	int to, ret, err;

	if (fstat(from, &st))
		return -1;
	to = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (to < 0)
		return -1;
	ret = copy_fast(from, to) || copy_rest(from, to) || take_over(to, &st) ? -1 : 0;
	err = errno;
	if (close(to) && !ret)
		return -1;
	errno = err;
	return ret;
}

static int copy_regular(int from_dir, const char *from, int dir, const char *name)
{
	int fd = tree_open_file(from_dir, from);
	int ret;

	if (fd < 0)
		return -1;
	ret = copy_data(fd, dir, name);
	file_close(fd);
	return ret;
}

static int copy_link(int from_dir, const char *from, int dir, const char *name,
		     const struct stat *st)
{
	const struct timespec times[] = { st->st_atim, st->st_mtim };
	char target[PATH_MAX];
	ssize_t len = readlinkat(from_dir, from, target, sizeof(target) - 1);

	if (len < 0)
		return -1;
	target[len] = '\0';
	if (symlinkat(target, dir, name))
		return -1;
	if (failed_to_give(fchownat(dir, name, st->st_uid, st->st_gid, AT_SYMLINK_NOFOLLOW)))
		return -1;
	/* Some file systems keep no times of links. */
	if (utimensat(dir, name, times, AT_SYMLINK_NOFOLLOW) && errno != ENOTSUP && errno != ENOSYS)
		return -1;
	return 0;
}

/* Anything but a directory. */
static int copy_one(struct copy *copy, int from_dir, const char *from, int dir, const char *name)
{
	struct stat st;

	if (fstatat(from_dir, from, &st, AT_SYMLINK_NOFOLLOW))
		return -1;
	if (S_ISLNK(st.st_mode))
		return copy_link(from_dir, from, dir, name, &st);
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

	if (stage_interrupted()) {
		errno = EINTR;
		return -1;
	}
	return copy_one(copy, dir, name, copy->to.fd, name);
}

/*
 * NAME in DIR is the copy itself.  A path can hide that, as a bind mount does,
 * and such a copy would go on until the disk is full.
 */
static bool is_copy(const struct copy *copy, int dir, const char *name)
{
	const struct cursor_step *top = &copy->to.steps[0];
	struct stat st;

	return !fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) && st.st_dev == top->dev &&
	       st.st_ino == top->ino;
}

static int enter_dir(struct tree_walk *w, int dir, const char *name)
{
	struct copy *copy = w->arg;

	if (w->depth && is_copy(copy, dir, name)) {
		errno = EINVAL;
		return -1;
	}
	if (w->depth)
		return mkdirat(copy->to.fd, name, 0700) || cursor_down(&copy->to, name) ? -1 : 0;
	if (!streq(copy->name, ".") && mkdirat(copy->dir, copy->name, 0700))
		return -1;
	return cursor_start(&copy->to, copy->dir, copy->name);
}

/* Last, as making the files in it changed its times. */
static int leave_dir(struct tree_walk *w, int dir, const char *name)
{
	struct copy *copy = w->arg;
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) || take_over(copy->to.fd, &st))
		return -1;
	return w->depth ? cursor_up(&copy->to) : 0;
}

int tree_copy(int from_dir, const char *from, int to_dir, const char *to, bool link,
	      size_t *left_out)
{
	struct copy copy = { .dir = to_dir, .name = to, .to = CURSOR_INIT, .link = link };
	struct tree_walk w = {
		.file = copy_file, .enter = enter_dir, .leave = leave_dir, .arg = &copy
	};
	struct stat st;
	int ret;

	tree_failed("");
	if (fstatat(from_dir, from, &st, AT_SYMLINK_NOFOLLOW))
		return -1;
	if (S_ISDIR(st.st_mode))
		ret = tree_walk(&w, from_dir, from);
	else
		ret = copy_one(&copy, from_dir, from, to_dir, to);
	cursor_stop(&copy.to);
	*left_out = copy.left_out;
	return ret;
}
