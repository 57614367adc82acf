/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/moved.h"

#include "core/escape.h"
#include "core/file.h"
#include "core/path.h"
#include "trust/brought.h"

/* AT, from bin/activate of the environment at PATH, if that is another place; else NULL. */
static const char *other_place(const char *at, const char *path)
{
	bool is_other = at && at[1] && path_is_clean(at) && !streq(at, path);

	return is_other && !file_same_at(at, path) ? at : NULL;
}

int moved_old_path(int dir, const char *path, const char **old)
{
	if (activate_path(dir, ".", old))
		return -1;
	*old = other_place(*old, path);
	return 0;
}

const char *moved_old(const char *path)
{
	return other_place(env_made_at(path), path);
}

bool moved_is_repairable(const char *old, const char *path)
{
	return !old || (path_is_plain(old) && path_is_plain(path));
}

const char *moved_from(const char *old)
{
	/* by the answer of file_exists(): unknown, missing, there */
	static const char *const words[] = { "moved or copied", "moved", "copied" };
	const char *how = words[file_exists(path_join(old, "pyvenv.cfg")) + 1];

	return joined(how, " from ", escape_quoted(old));
}

const char *moved_text(const char *path)
{
	const char *old = moved_old(path);

	return old ? moved_from(old) : NULL;
}
