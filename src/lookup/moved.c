/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/moved.h"

#include <fcntl.h>
#include <unistd.h>

#include "core/mem.h"
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

/* PATH, "/NAME/...", begins with one of NAMES, which are sorted. */
static bool begins_with_one(const char *path, const struct strings *names)
{
	const size_t len = strcspn(path + 1, "/");

	return strings_sorted_contain(names, mem_dup(path + 1, len));
}

/*
 * The new path of the environment of slot R, if it was moved with the home directory HOME, in which
 * NAMES are; else NULL.
 */
static const char *moved_slot(const struct record *r, const char *home, const struct strings *names)
{
	const char *rest = r->path, *old;
	struct real_path place;

	if (r->tree || r->deny || r->target)
		return NULL;
	while ((rest = strchr(rest + 1, '/'))) {
		/* Compare names first: there may be thousands of slots that are gone. */
		if (!begins_with_one(rest, names))
			continue;
		if (file_exists(r->path))
			return NULL;
		if (real_path_read(path_clean(joined(home, rest)), &place))
			continue;
		old = moved_old(place.path);
		if (old && streq(old, r->path))
			return place.path;
	}
	return NULL;
}

const char **moved_with_home(const struct trust *trust)
{
	const char **moved = mem_array(trust->count + 1, sizeof(*moved));
	const char *home = settings_home(".");
	struct strings names = { 0 };

	if (!home || files_names(home, &names))
		return moved;
	strings_sort(&names);
	for (size_t i = 0; i < trust->count; i++)
		moved[i] = moved_slot(&trust->records[i], home, &names);
	return moved;
}

void note_moved_with_home(const struct trust *trust, const char *const *moved)
{
	struct buf allow = BUF_INIT, repair = BUF_INIT;
	size_t count = 0;

	for (size_t i = 0; i < trust->count; i++) {
		if (!moved[i])
			continue;
		count++;
		buf_putl(&allow, " ", paste_word(path_parent(moved[i])));
		buf_putl(&repair, " ", paste_word(moved[i]));
	}
	if (count > 1)
		note("%zu environments were moved with your home directory; %s mends them", count,
		     paste_quoted(formatted("avenv allow%s%savenv repair%s", allow.data,
					    paste_shell()->and_then, repair.data)));
}
