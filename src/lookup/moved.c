/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/moved.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"
#include "trust/brought.h"

int moved_old_path(int dir, const char *path, const char **old)
{
	if (activate_path(dir, old))
		return -1;
	if (*old &&
	    (!(*old)[1] || !path_is_clean(*old) || streq(*old, path) || file_same_at(*old, path)))
		*old = NULL;
	return 0;
}

const char *moved_from(const char *old)
{
	struct file_info info;
	struct buf b = BUF_INIT;
	const char *how = "copied";

	if (file_lstat(path_join(old, "pyvenv.cfg"), &info))
		how = file_is_missing(errno) ? "moved" : "moved or copied";
	buf_putl(&b, how, " from '", shown(old), "'");
	return b.data;
}

const char *moved_text(const char *path)
{
	int dir = files_open_dir(AT_FDCWD, path);
	const char *old = NULL;

	if (dir < 0)
		return NULL;
	if (moved_old_path(dir, path, &old))
		old = NULL;
	close(dir);
	return old ? moved_from(old) : NULL;
}
