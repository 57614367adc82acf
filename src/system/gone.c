/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/gone.h"

#include <errno.h>
#include <unistd.h>

#include "core/file.h"
#include "core/path.h"
#include "core/real_path.h"
#include "core/settings.h"
#include "system/platform.h"
#include "system/tree.h"

/** A search for a directory that was filled on the file system around it */
struct filled {
	uint64_t dev;
	bool found;
};

static bool visit_any(void *arg, int fd, const char *name, int type)
{
	*(bool *)arg = true;
	return false;
}

static bool visit_dir(void *arg, int fd, const char *name, int type)
{
	struct filled *filled = arg;
	struct file_info info;

	if (file_is_dir(fd, name, type) && !file_lstatat(fd, name, &info) &&
	    info.dev == filled->dev)
		(void)!file_scan_at(fd, name, visit_any, &filled->found);
	return !filled->found;
}

/* DIR may be a mount point: another disk may be there now. The home directory is always itself. */
static bool may_be_mount(const char *dir)
{
	const char *home = settings_home(""), *real = real_path_of(dir).path;
	int above, mounted;

	if (!real || (home && file_same_at(home, real)))
		return !real;
	above = platform_open_path(path_parent(real));
	mounted = above < 0 ? -1 : tree_is_mount(above, path_base(real));
	file_close(above);
	return mounted != 0;
}

bool dir_is_gone(const char *path, int64_t since, int64_t until)
{
	const char *around = path_parent(path);
	struct filled filled = { 0 };
	struct file_info info;

	if (!file_lstat(path, &info) || errno != ENOENT || file_stat(around, &info))
		return false;
	if (info.uid != geteuid() || may_be_mount(around))
		return false;
	if ((since && info.id.btime > since) || info.mtime < until)
		return false;
	filled.dev = info.dev;
	return !file_scan(around, visit_dir, &filled) && filled.found;
}
