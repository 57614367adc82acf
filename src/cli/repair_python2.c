/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is otherwise in an environment of Python 2. */
#include <fcntl.h>
#include <sys/stat.h>

#include "cli/repair.h"
#include "cli/unseen.h"
#include "core/path.h"

#include "core/banned.h"

bool repair_is_2(const struct repair_look *l)
{
	return l->python.series && starts_with(l->python.series, "2.");
}

const char *repair_lib_elsewhere(const struct repair_look *l)
{
	const char *stdlib = l->base.interpreter.stdlib, *path;
	struct buf os = BUF_INIT;
	struct stat st;

	if (!repair_is_2(l))
		return NULL;
	buf_putl(&os, "lib/python", l->python.series, "/os.py");
	if (repair_stat(l, os.data, AT_SYMLINK_NOFOLLOW, &st) || !S_ISLNK(st.st_mode))
		return NULL;
	path = repair_path(l, os.data);
	if (l->base.changed && stdlib ? unseen_same(path, path_join(stdlib, "os.py")) :
					unseen_exists(path))
		return NULL;
	return path;
}
