/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#ifdef __APPLE__
#include <libproc.h>
#endif

#include "core/mem.h"
#include "core/real_path.h"

/* flags of renameat2(2), which musl 1.2.5 lacks, too */
#ifndef RENAME_NOREPLACE
#define RENAME_NOREPLACE 1U
#define RENAME_EXCHANGE  2U
#endif

/*
 * renameat2(2), by its number, as musl 1.2.5 has no function for it. Kernels and file systems
 * answer EINVAL, ENOSYS or EOPNOTSUPP to a flag that they do not support: ENOTSUP replaces these
 * errors.
 */
static int rename_with(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
	int ret = (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);

	/* EPERM to a call without a name, too: a sandbox forbids the call. */
	if (ret && errno == EPERM && syscall(SYS_renameat2, -1, "", -1, "", flags) &&
	    errno == EPERM)
		errno = ENOSYS;
	if (ret && (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP))
		errno = ENOTSUP;
	return ret;
}

int platform_exchange(int from_dir, const char *from, int to_dir, const char *to)
{
	return rename_with(from_dir, from, to_dir, to, RENAME_EXCHANGE);
}

int platform_rename_new(int from_dir, const char *from, int to_dir, const char *to)
{
	int ret = rename_with(from_dir, from, to_dir, to, RENAME_NOREPLACE);

	if (!ret || errno != ENOTSUP)
		return ret;
	/* link(2) replaces nothing, and rename(2) of a directory at most an empty one. */
	if (!linkat(from_dir, from, to_dir, to, 0))
		return unlinkat(from_dir, from, 0);
	if (errno != EEXIST && !file_exists_at(to_dir, to))
		return renameat(from_dir, from, to_dir, to);
	errno = EEXIST;
	return -1;
}

/* macOS' F_SETLEASE has no signal to choose. */
#ifdef F_SETSIG
/* Take a lease of KIND on FD. Its end is told by SIGURG, which does nothing; SIGIO would kill. */
static int take_lease(int fd, int kind)
{
	return fcntl(fd, F_SETSIG, SIGURG) || fcntl(fd, F_SETLEASE, kind) ? -1 : 0;
}
#else
#define take_lease(fd, kind) ((void)(fd), errno = ENOTSUP, -1)
#endif

bool platform_is_written(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	bool is_written = fd >= 0 && take_lease(fd, F_RDLCK) && errno == EAGAIN;

	if (fd >= 0)
		close(fd);
	return is_written;
}

void platform_hold(int fd)
{
	(void)!take_lease(fd, F_WRLCK);
}

int platform_open_path(const char *path)
{
	return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

int platform_is_mount(int dir, const char *name)
{
	const int flags = AT_EMPTY_PATH | AT_NO_AUTOMOUNT | AT_SYMLINK_NOFOLLOW;
	/* STATX_ATTR_MOUNT_ROOT, which musl 1.2.5 lacks */
	const uint64_t mount_root = 0x2000;
	struct statx sx;

	if (statx(dir, name, flags, STATX_TYPE, &sx))
		return file_is_missing(errno) || errno == ENOSYS || errno == EPERM ? 0 : -1;
	return (sx.stx_attributes & sx.stx_attributes_mask & mount_root) != 0;
}

const char *platform_program_of(pid_t process)
{
#ifdef __APPLE__
	char path[PROC_PIDPATHINFO_MAXSIZE];

	return proc_pidpath(process, path, sizeof(path)) > 0 ? mem_dups(path) : NULL;
#else
	char link[64];

	snprintf(link, sizeof(link), "/proc/%ld/exe", (long)process);
	return file_link_text(AT_FDCWD, link);
#endif
}

const char *platform_path_of(int fd)
{
#ifdef __APPLE__
	char path[PATH_MAX];

	return fcntl(fd, F_GETPATH, path) ? NULL : mem_dups(path);
#else
	char link[64];

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	return file_link_text(AT_FDCWD, link);
#endif
}

const char *platform_own_program(void)
{
	const char *path = platform_program_of(getpid());
	/* NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel gives a number. */
	const char *started = (const char *)getauxval(AT_EXECFN);

	/*
	 * Without /proc, as in some sandboxes, the path by which this program was started. A
	 * relative one may name another file since a `cd`.
	 */
	return path || !started || *started != '/' ? path : real_path_of(started).path;
}

long long platform_clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

uint32_t platform_random(void)
{
	uint32_t n;

	/* Not arc4random(), which ends the process when memory runs out. */
	return getentropy(&n, sizeof(n)) ? (uint32_t)platform_clock_ms() : n;
}
