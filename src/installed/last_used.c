/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times of access and change, tried with CPython 3.6 to 3.13 on ext4:
 *
 *   python, python -m, scripts in bin   read pyvenv.cfg
 *   bin/activate                        is read when it is sourced
 *   programs in bin that are no Python  are read when they start
 *   pip, uv                             change bin or site-packages
 *   the hook                            reads pyvenv.cfg at a cd
 *
 * Python also lists site-packages, but so do du, find and backups: the time of access of a
 * directory is not looked at. avenv reads without changing a time (file_keeps_atime).
 *
 * No user can set the time of change (ctime) to an older one: files of an archive or a copy count
 * as used when they were written.
 */
#include "installed/last_used.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>

#include "core/mem.h"
#include "installed/site.h"
#include "print/msg.h"
#include "system/files.h"

enum {
	SECONDS_A_DAY = 24 * 60 * 60,
	/** f_flags of statfs(2) */
	MOUNT_READ_ONLY = 0x1,
	MOUNT_NOATIME = 0x400,
};

/*
 * The file system of the directory FD keeps times of access. Network file systems, FUSE, ZFS and
 * the lower layers of overlayfs need not, and statfs(2) does not say whether they do.
 */
static bool keeps_access_times(int fd)
{
	/* ext2 to ext4, XFS, Btrfs, F2FS, tmpfs */
	static const unsigned long types[] = { 0xEF53, 0x58465342, 0x9123683E, 0xF2F52010,
					       0x01021994 };
	struct statfs fs;

	if (fstatfs(fd, &fs) || (fs.f_flags & (MOUNT_READ_ONLY | MOUNT_NOATIME)))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if ((unsigned long)fs.f_type == types[i])
			return true;
	return false;
}

/** The latest time so far, in seconds since the epoch. */
struct latest {
	time_t time;
	/** device of the environment */
	dev_t dev;
	/** the times are not kept, a file could not be looked at, or is on another file system */
	bool unknown;
};

/* Look at NAME in DIR: at its time of change, and of a regular file also at that of access. */
static void look_at_times(struct latest *l, int dir, const char *name)
{
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW)) {
		l->unknown |= !file_is_missing(errno);
		return;
	}
	l->unknown |= st.st_dev != l->dev;
	if (st.st_ctime > l->time)
		l->time = st.st_ctime;
	if (S_ISREG(st.st_mode) && st.st_atime > l->time)
		l->time = st.st_atime;
}

static bool look_at_program(void *latest, int dir, const char *name, int type)
{
	look_at_times(latest, dir, name);
	return true;
}

/* Look at all files in the bin of the environment FD. */
static void look_at_programs(struct latest *l, int fd)
{
	int dir = files_open_dir(fd, "bin");
	uint64_t room[1024];

	if (dir < 0 || file_scan_fd(dir, room, sizeof(room), look_at_program, l))
		l->unknown |= !file_is_missing(errno);
	file_close(dir);
}

int days_unused(const struct venv *venv)
{
	int fd = files_open_dir(AT_FDCWD, venv->path);
	struct latest l = { .unknown = true };
	struct library library;
	struct stat st;
	time_t now = time(NULL);

	if (fd < 0)
		return DAYS_UNKNOWN;
	if (!fstat(fd, &st) && keeps_access_times(fd)) {
		l = (struct latest){ .dev = st.st_dev, .time = st.st_ctime };
		library_named(venv, &library);
		look_at_times(&l, fd, "pyvenv.cfg");
		look_at_times(&l, fd, "bin");
		look_at_programs(&l, fd);
		look_at_times(&l, AT_FDCWD, site_path(venv, &library, "lib"));
	}
	file_close(fd);
	if (l.unknown)
		return DAYS_UNKNOWN;
	return l.time > now ? 0 : (int)((now - l.time) / SECONDS_A_DAY);
}

const char *days_unused_text(int days)
{
	if (days == DAYS_UNKNOWN)
		return "unknown";
	return days ? formatted("%s ago", counted((size_t)days, "day", "days")) : "within a day";
}
