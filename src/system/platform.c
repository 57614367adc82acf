/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/file.h"
#include "system/files.h"

#include "core/banned.h"

/* Kernels and file systems without a flag say so in three ways. */
static int without_flag(int ret)
{
	if (ret && (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP))
		errno = ENOTSUP;
	return ret;
}

int platform_rename_new(int from_dir, const char *from, int to_dir, const char *to)
{
	int ret = without_flag(renameat2(from_dir, from, to_dir, to, RENAME_NOREPLACE));

	if (!ret || errno != ENOTSUP)
		return ret;
	if (!file_exists(to_dir, to))
		return renameat(from_dir, from, to_dir, to);
	errno = EEXIST;
	return -1;
}

uint32_t platform_random(void)
{
	static uint32_t n;

	/* Not arc4random(), which ends the process where memory runs out. */
	if (getentropy(&n, sizeof(n)))
		n += (uint32_t)getpid();
	return n;
}

int platform_exchange(int from_dir, const char *from, int to_dir, const char *to)
{
	return without_flag(renameat2(from_dir, from, to_dir, to, RENAME_EXCHANGE));
}

int platform_open_path(const char *path)
{
	return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

bool platform_is_mount(int dir, const char *name)
{
	const int flags = AT_EMPTY_PATH | AT_NO_AUTOMOUNT | AT_SYMLINK_NOFOLLOW;
	struct statx sx;

	if (statx(dir, name, flags, STATX_TYPE, &sx))
		return !file_is_missing(errno) && errno != ENOSYS && errno != EPERM;
	return sx.stx_attributes & sx.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT;
}

int platform_pipe(int *ends)
{
	return pipe2(ends, O_CLOEXEC);
}

const char *platform_program_of(pid_t process)
{
	char link[64];

	snprintf(link, sizeof(link), "/proc/%ld/exe", (long)process);
	return files_link_text(AT_FDCWD, link);
}

long long platform_clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}
