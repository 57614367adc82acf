/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/in_the_way.h"

#include <fcntl.h>
#include <unistd.h>

#include "core/path.h"
#include "core/venv.h"
#include "lookup/allowed.h"
#include "lookup/extra_files.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"

const char *mv_line(const char *path)
{
	const char *to = joined(path, ".old");

	while (file_exists(AT_FDCWD, to) > 0)
		to = joined(to, ".old");
	return formatted("mv %s %s", paste_word(path), paste_word(to));
}

const char *files_in_the_way_line(const char *path)
{
	struct strings names = { 0 };
	int dir;

	if (!streq(path_base(path), ".venv") ||
	    file_exists(AT_FDCWD, path_join(path, "bin/python")))
		return NULL;
	dir = files_open_dir(AT_FDCWD, path);
	if (dir >= 0)
		(void)!extra_files(dir, path, NULL, &names);
	file_close(dir);
	return names.count ? mv_line(path) : NULL;
}

/* PATH is a directory with entries, but without a pyvenv.cfg, and no record allows PATH. */
static bool is_in_the_way(struct trust *trust, const char *path)
{
	int dir = venv_exists(path) > 0 ? -1 : files_open_dir(AT_FDCWD, path);
	bool empty = dir < 0 || files_is_empty(dir) != 0;

	file_close(dir);
	return !empty && !env_is_allowed(trust, path);
}

const char *in_the_way_line(struct trust *trust, const char *path)
{
	const char *line = files_in_the_way_line(path);

	return !line && is_in_the_way(trust, path) ? mv_line(path) : line;
}
