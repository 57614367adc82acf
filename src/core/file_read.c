/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The content of files and directories */
#include "core/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/mem.h"

int file_open(int dir, const char *path, int flags)
{
	/* Not openat(): musl's sets FD_CLOEXEC again, for kernels before 2.6.23. */
	return (int)syscall(SYS_openat, dir, path, flags | O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

/* Read the attributes of FD, which is a regular file of at most MAX bytes. */
static int stat_regular(int fd, size_t max, struct file_info *info)
{
	if (file_fstat(fd, info))
		return -1;
	errno = S_ISREG(info->mode) ? EFBIG : EINVAL;
	return S_ISREG(info->mode) && info->size <= max ? 0 : -1;
}

/* Read LEN bytes. A file that became shorter meanwhile is an error: EIO. */
static int read_bytes(int fd, char *data, size_t len)
{
	while (len) {
		ssize_t n = read(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (!n)
			errno = EIO;
		if (n <= 0)
			return -1;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Read at most LEN bytes of FD, a regular file of at most MAX bytes, and close it. */
static int read_regular(int fd, size_t max, size_t len, struct text *text)
{
	int ret;

	if (fd < 0)
		return -1;
	ret = stat_regular(fd, max, &text->info);
	if (!ret) {
		/* Read only `size` bytes: the next look reads lines that are appended meanwhile. */
		text->len = text->info.size < len ? (size_t)text->info.size : len;
		text->data = mem_alloc(text->len + 1);
		text->data[text->len] = '\0';
		ret = read_bytes(fd, text->data, text->len);
	}
	file_close(fd);
	return ret;
}

int file_read(int fd, size_t max, struct text *text)
{
	return read_regular(fd, max, max, text);
}

int file_start(int dir, const char *path, size_t max, struct text *text)
{
	return read_regular(file_open(dir, path, O_NOFOLLOW | O_NOCTTY), SIZE_MAX, max, text);
}

int file_slurp_at(int dir, const char *name, size_t max, struct text *text)
{
	return file_read(file_open(dir, name, O_NOFOLLOW | O_NOCTTY), max, text);
}

int file_slurp(const char *path, size_t max, struct text *text)
{
	return file_slurp_at(AT_FDCWD, path, max, text);
}

int file_lines(const char *path, size_t max, line_visitor *visit, void *arg, struct file_info *info)
{
	int fd = file_open(AT_FDCWD, path, O_NOFOLLOW | O_NOCTTY), ret;
	size_t len = 0, left;
	char *part;

	if (fd < 0)
		return -1;
	ret = stat_regular(fd, max, info);
	left = ret ? 0 : (size_t)info->size;
	part = mem_alloc(left < LINES_MAX ? left : LINES_MAX);
	while (left && !ret) {
		size_t n = left < LINES_MAX - len ? left : LINES_MAX - len;
		const char *eol;

		ret = read_bytes(fd, part + len, n);
		left -= n;
		len += n;
		/* The last line, or one that is too long, ends anywhere. */
		eol = left ? memrchr(part, '\n', len) : NULL;
		n = eol ? (size_t)(eol + 1 - part) : len;
		if (!ret)
			visit(arg, part, n);
		len -= n;
		memmove(part, part + n, len);
	}
	file_close(fd);
	return ret;
}

/* ---- directories ---------------------------------------------------------------- */

/** struct linux_dirent64, by getdents64(2) */
struct linux_dirent {
	uint64_t ino;
	int64_t off;
	uint16_t reclen;
	uint8_t type;
	char name[];
};

/* Without opendir(), which allocates and clears more memory than all of the helper */
int file_scan_fd(int fd, uint64_t *room, size_t size, file_visitor *visit, void *arg)
{
	char *data = (char *)room;

	for (;;) {
		long n = syscall(SYS_getdents64, fd, data, (unsigned)size);

		if (n <= 0)
			return n ? -1 : 0;
		for (long at = 0; at < n;) {
			struct linux_dirent *d = (void *)(data + at);

			at += d->reclen;
			if (!streq(d->name, ".") && !streq(d->name, "..") &&
			    !visit(arg, fd, d->name, d->type))
				return 0;
		}
	}
}

bool file_is_dir(int fd, const char *name, int type)
{
	struct file_info info;

	if (type != DT_UNKNOWN)
		return type == DT_DIR;
	return !file_lstatat(fd, name, &info) && S_ISDIR(info.mode);
}

int file_scan_at(int dir, const char *path, file_visitor *visit, void *arg)
{
	int fd = file_open(dir, path, O_DIRECTORY), ret;
	uint64_t room[1024];

	if (fd < 0)
		return -1;
	ret = file_scan_fd(fd, room, sizeof(room), visit, arg);
	file_close(fd);
	return ret;
}

int file_scan(const char *path, file_visitor *visit, void *arg)
{
	return file_scan_at(AT_FDCWD, path, visit, arg);
}
