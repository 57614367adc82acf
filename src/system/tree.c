/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all of tree_*.c is made of: single calls, in the way in which they are safe. */
#include "system/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "core/file.h"
#include "core/mem.h"

#include "core/banned.h"

/* Of a thread's own, as wheels may be unpacked by several. */
static _Thread_local const char *fault = "";

const char *tree_fault(void)
{
	return fault;
}

void tree_failed(const char *path)
{
	fault = path;
}

int tree_open(int dir, const char *name)
{
	return openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int tree_open_file(int dir, const char *name)
{
	return openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

bool tree_is(int fd, int dir, const char *name)
{
	struct stat a, b;

	return !fstat(fd, &a) && !fstatat(dir, name, &b, AT_SYMLINK_NOFOLLOW) &&
	       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

int tree_open_parent(int root, const char *path)
{
	int dir = tree_open(root, ".");

	for (const char *slash; dir >= 0 && (slash = strchr(path, '/')); path = slash + 1) {
		int next = tree_open(dir, mem_dup(path, (size_t)(slash - path)));

		file_close(dir);
		dir = next;
	}
	return dir;
}

mode_t tree_umask(void)
{
	mode_t mask = umask(077);

	umask(mask);
	return mask;
}

static bool note_any(void *arg, int fd, const char *name, int type)
{
	bool *any = arg;

	(void)fd;
	(void)name;
	(void)type;
	*any = true;
	return false;
}

int tree_is_empty(int dir)
{
	uint64_t room[128];
	bool any = false;

	if (file_scan_fd(dir, room, sizeof(room), note_any, &any))
		return -1;
	return !any;
}

bool tree_cannot_rename_so(int err)
{
	return err == EINVAL || err == ENOSYS || err == EOPNOTSUPP;
}

int tree_put(int fd, const void *data, size_t len)
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

ssize_t tree_get(int fd, void *data, size_t len, off_t at)
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

/* Not arc4random(), which ends the process, in silence, where memory runs out. */
uint32_t tree_random(void)
{
	static uint32_t count;
	uint32_t n;

	if (getentropy(&n, sizeof(n)))
		n = (uint32_t)getpid() * 65536 + ++count;
	return n;
}

int tree_sync(int fd)
{
	return fsync(fd) && errno != EINVAL && errno != ENOTSUP ? -1 : 0;
}
