/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/moved.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "core/path.h"
#include "core/settings.h"
#include "print/msg.h"
#include "print/paste.h"
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

const char *moved_old(const char *path)
{
	int dir = files_open_dir(AT_FDCWD, path);
	const char *old = NULL;

	if (dir < 0)
		return NULL;
	if (moved_old_path(dir, path, &old))
		old = NULL;
	close(dir);
	return old;
}

const char *moved_text(const char *path)
{
	const char *old = moved_old(path);

	return old ? moved_from(old) : NULL;
}

/* ---- a home directory that was moved ------------------------------------------------- */

const char *moved_with_home(const struct record *r)
{
	const char *home = settings_home("."), *rest = r->path, *old;
	struct real_path place;

	if (!home || r->tree || r->deny || r->target || file_exists(AT_FDCWD, r->path))
		return NULL;
	while ((rest = strchr(rest + 1, '/'))) {
		if (real_path_read(path_clean(joined(home, rest)), &place))
			continue;
		old = moved_old(place.path);
		if (old && streq(old, r->path))
			return place.path;
	}
	return NULL;
}

void note_moved_with_home(struct trust *trust)
{
	struct buf allow = BUF_INIT, repair = BUF_INIT;
	size_t count = 0;

	for (size_t i = 0; i < trust->count; i++) {
		const char *env = moved_with_home(&trust->records[i]);

		if (!env)
			continue;
		count++;
		buf_putl(&allow, " ", paste_word(path_parent(env)));
		buf_putl(&repair, " ", paste_word(env));
	}
	if (count > 1)
		note("%zu environments were moved with your home directory; %s mends them", count,
		     paste_quoted(formatted("avenv allow%s%savenv repair%s", allow.data,
					    paste_shell()->and_then, repair.data)));
}
