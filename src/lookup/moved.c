/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/moved.h"

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

int moved_error(const char *path)
{
	return error_errno("cannot read '%s'", shown(path_join(path, "bin/activate")));
}

const char *moved_from(const char *old)
{
	/* by the answer of file_exists(): unknown, missing, there */
	static const char *const words[] = { "moved or copied", "moved", "copied" };
	const char *how = words[file_exists(path_join(old, "pyvenv.cfg")) + 1];

	return formatted("%s from '%s'", how, shown(old));
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
