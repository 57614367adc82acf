/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"

#include "core/banned.h"

int files_open_dir(int dir, const char *name)
{
	return openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int files_open(int dir, const char *name)
{
	return openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

int files_open_parent(int root, const char *path)
{
	int dir = files_open_dir(root, ".");

	for (const char *slash; dir >= 0 && (slash = strchr(path, '/')); path = slash + 1) {
		int next = files_open_dir(dir, mem_dup(path, (size_t)(slash - path)));

		file_close(dir);
		dir = next;
	}
	return dir;
}

bool files_still(int dir, const char *name, const struct file_info *seen)
{
	struct file_info now;

	return !file_lstatat(dir, name, &now) && file_same(&now, seen) &&
	       now.btime == seen->btime &&
	       (!S_ISREG(now.mode) || (now.size == seen->size && now.mtime == seen->mtime));
}

bool files_still_open(int dir, const char *name, int fd)
{
	struct file_info info;

	return !file_fstat(fd, &info) && files_still(dir, name, &info);
}

static bool stop_at_any(void *arg, int fd, const char *name, int type)
{
	bool *any = arg;

	(void)fd;
	(void)name;
	(void)type;
	*any = true;
	return false;
}

int files_is_empty(int dir)
{
	uint64_t room[128];
	bool any = false;

	return file_scan_fd(dir, room, sizeof(room), stop_at_any, &any) ? -1 : !any;
}

const char *files_link_text(int dir, const char *name)
{
	char text[PATH_MAX];
	ssize_t len = readlinkat(dir, name, text, sizeof(text));

	if (len >= 0 && (size_t)len < sizeof(text))
		return mem_dup(text, (size_t)len);
	if (len >= 0)
		errno = ENAMETOOLONG;
	return NULL;
}

int files_put(int fd, const void *data, size_t len)
{
	const char *at = data;

	while (len) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		at += n;
		len -= (size_t)n;
	}
	return 0;
}

ssize_t files_get(int fd, void *data, size_t len, off_t at)
{
	char *to = data;
	size_t done = 0;

	while (done < len) {
		ssize_t n = pread(fd, to + done, len - done, at + (off_t)done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (!n)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

int files_sync(int fd)
{
	return fsync(fd) && errno != EINVAL && errno != ENOTSUP ? -1 : 0;
}

int files_make(int dir, const char *name, const void *data, size_t len, mode_t mode)
{
	int fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int ret;

	if (fd < 0)
		return -1;
	ret = files_put(fd, data, len) || fchmod(fd, mode) ? -1 : 0;
	if (ret)
		file_close(fd);
	/* NFS says only here that the disk is full. */
	else if (close(fd))
		ret = -1;
	return ret;
}

mode_t files_umask(void)
{
	mode_t mask = umask(077);

	umask(mask);
	return mask;
}
