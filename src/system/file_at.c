/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/file_at.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/path.h"
#include "system/platform.h"

int files_open_dir(int dir, const char *name)
{
	return file_open(dir, name, O_DIRECTORY | O_NOFOLLOW);
}

int files_open(int dir, const char *name)
{
	return file_open(dir, name, O_NOFOLLOW | O_NOCTTY);
}

int files_open_target(int dir, const char *name)
{
	struct stat st;

	if (fstatat(dir, name, &st, 0))
		return -1;
	errno = EINVAL;
	if (!S_ISREG(st.st_mode))
		return -1;
	return file_open(dir, name, O_NOCTTY);
}

int file_slurp_follow(const char *path, size_t max, struct text *text)
{
	return file_read(files_open_target(AT_FDCWD, path), max, text);
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

bool files_is_unchanged(int dir, const char *name, const struct file_info *seen)
{
	struct file_info now;

	return !file_lstatat(dir, name, &now) && file_same(&now, seen) &&
	       now.id.btime == seen->id.btime &&
	       (!S_ISREG(now.mode) || (now.size == seen->size && now.mtime == seen->mtime));
}

bool files_is_open_as(int dir, const char *name, int fd)
{
	struct file_info info;

	return !file_fstat(fd, &info) && files_is_unchanged(dir, name, &info);
}

static bool add_name(void *names, int fd, const char *name, int type)
{
	strings_add(names, mem_dups(name));
	return true;
}

int dir_names(const char *path, struct strings *names)
{
	return file_scan(path, add_name, names);
}

int dir_names_at(int dir, struct strings *names)
{
	return dir_names_below(dir, ".", names);
}

int dir_names_below(int dir, const char *path, struct strings *names)
{
	return file_scan_at(dir, path, add_name, names);
}

int files_is_empty(int dir)
{
	struct strings names = { 0 };

	return dir_names_at(dir, &names) ? -1 : !names.count;
}

bool file_can_write(const char *path)
{
	while (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS)) {
		if (errno != ENOENT || streq(path, path_parent(path)))
			return false;
		path = path_parent(path);
	}
	return true;
}

bool place_is_free(const char *path)
{
	int dir = files_open_dir(AT_FDCWD, path);
	bool is_empty = dir >= 0 && files_is_empty(dir) > 0;

	file_close(dir);
	return is_empty || file_exists(path) == 0;
}

int files_make_dirs(int dir, const char *path, mode_t mode, struct strings *made)
{
	int failed = mkdirat(dir, path, mode);

	if (failed && errno == ENOENT && !files_make_dirs(dir, path_parent(path), mode, made))
		failed = mkdirat(dir, path, mode);
	if (!failed && made)
		strings_add(made, path);
	return failed && errno != EEXIST ? -1 : 0;
}

void files_remove_made(const struct strings *made)
{
	int err = errno;

	for (size_t i = made->count; i; i--)
		rmdir(made->list[i - 1]);
	errno = err;
}

const char *files_existing_dir(const char *path)
{
	for (; !file_reachable(path); path = path_parent(path))
		if (!file_is_missing(errno) || streq(path, "/"))
			return NULL;
	return path;
}

int files_sync(int fd)
{
	return fsync(fd) && errno != EINVAL && errno != ENOTSUP ? -1 : 0;
}

int files_flush(int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	return copy < 0 ? -1 : close(copy);
}

/* Close FD, which was written with the result RET. Returns 0, or -1 with errno. */
static int end_write(int fd, int ret)
{
	/* NFS reports a full disk only at close(). */
	if (!ret)
		return close(fd);
	file_close(fd);
	return -1;
}

/* Copy SIZE bytes of the file FROM to the empty file TO. Returns 0, or -1 with errno. */
static int copy_bytes(int from, int to, off_t size)
{
	char data[12288];
	ssize_t got = 1;

	for (off_t at = 0; at < size && got > 0; at += got) {
		got = pread(from, data, sizeof(data), at);
		if (got < 0 || file_write(to, data, (size_t)got))
			return -1;
	}
	return 0;
}

int files_open_new(int dir, const char *name)
{
	return openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

/* 1: the open file FD has an access list; 0: it has none; -1 with errno: unknown. */
static int has_list(int fd)
{
	ssize_t n = fgetxattr(fd, "system.posix_acl_access", NULL, 0);

	if (n < 0 && (errno == ENODATA || errno == EOPNOTSUPP || errno == ENOSYS))
		return 0;
	return n < 0 ? -1 : n > 0;
}

int files_take_mode(int to, int from)
{
	struct stat old, new;
	int from_list, to_list;
	bool same_group;

	if ((from_list = has_list(from)) < 0 || (to_list = has_list(to)) < 0)
		return -1;
	if (fstat(from, &old) || fstat(to, &new))
		return -1;
	if (old.st_uid != new.st_uid && fchown(to, old.st_uid, (gid_t)-1))
		return -1;
	same_group = old.st_gid == new.st_gid || !fchown(to, (uid_t)-1, old.st_gid);
	/* The bits are for one group only, and limit all entries of an access list. */
	if (!same_group || from_list || to_list)
		old.st_mode &= ~(mode_t)(S_ISGID | S_IRWXG);
	return fchmod(to, old.st_mode & 07777);
}

static int copy_regular(int from, int dir, const char *name)
{
	struct stat st;
	int to;

	errno = EINVAL;
	if (fstat(from, &st) || !S_ISREG(st.st_mode))
		return -1;
	to = files_open_new(dir, name);
	if (to < 0)
		return -1;
	return end_write(to,
			 copy_bytes(from, to, st.st_size) || files_take_mode(to, from) ||
				 futimens(to, (const struct timespec[]){ st.st_atim, st.st_mtim }));
}

int files_copy(int from_dir, const char *from, int to_dir, const char *to)
{
	const char *link = file_link_text(from_dir, from);
	int fd, ret;

	if (link)
		return symlinkat(link, to_dir, to);
	fd = files_open(from_dir, from);
	if (fd < 0)
		return -1;
	ret = copy_regular(fd, to_dir, to);
	file_close(fd);
	return ret;
}

int files_make(int dir, const char *name, const void *data, size_t len, mode_t mode)
{
	int fd = files_open_new(dir, name);

	return fd < 0 ? -1 : end_write(fd, file_write(fd, data, len) || fchmod(fd, mode));
}

mode_t files_umask(void)
{
	mode_t mask = umask(077);

	umask(mask);
	return mask;
}

const char files_noexec_text[] =
	"is on a file system that is mounted noexec: its scripts do not start, and compiled "
	"modules do not load";

bool files_are_noexec(const char *path)
{
	struct statvfs fs;

	return !statvfs(path, &fs) && (fs.f_flag & ST_NOEXEC);
}
