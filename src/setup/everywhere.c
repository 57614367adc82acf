/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/everywhere.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/others.h"
#include "setup/everywhere_lines.h"
#include "setup/program.h"
#include "setup/setup.h"
#include "setup/shims.h"
#include "system/file_at.h"
#include "system/replace.h"

/*
 * Two links beside the files are for --undo: to each ZDOTDIR with a line in its .zshenv, between
 * colons, and to the first directory above the data directory that was made.
 */
#define ZDOTDIR_LINK "everywhere/zdotdir"
#define MADE_LINK    "everywhere/made"

struct reason everywhere_others(void)
{
	const char *const dirs[] = { shims_dir(), everywhere_path("everywhere") };
	struct reason r = { 0 };

	for (size_t i = 0; !r.why && i < ARRAY_SIZE(dirs); i++)
		r = others_in_data(dirs[i]);
	return r;
}

/* Returns -1 after printing everywhere_others(), else 0. */
static int check_dirs(void)
{
	const struct reason r = everywhere_others();

	return r.why ? error("'%s' is not used: %s", shown(path_parent(shims_dir())),
			     reason_line(r)) :
		       0;
}

/*
 * Set *TO to the text of the link LINK, a name beside the shims; NULL: it is missing. Returns 0, or
 * -1 after printing an error.
 */
static int recall(const char *link, const char **to)
{
	const char *path = everywhere_path(link);

	*to = file_link_text(AT_FDCWD, path);
	/* EINVAL: the user has put a file in its place. */
	if (*to || file_is_missing(errno) || errno == EINVAL)
		return 0;
	return error_errno("cannot read '%s'", shown(path));
}

/* Refuse files of the user's with the names of the two links. Returns 0, or -1 after an error. */
static int check_links(void)
{
	static const char *const links[] = { ZDOTDIR_LINK, MADE_LINK };

	for (size_t i = 0; i < ARRAY_SIZE(links); i++) {
		const char *path = everywhere_path(links[i]);

		/* EINVAL: it is no link. */
		if (!file_link_text(AT_FDCWD, path) && errno == EINVAL)
			return everywhere_files_error(path);
	}
	return 0;
}

/* Make the link LINK, a name beside the shims, to TO, unless that is NULL. Returns 0 or -1. */
static int remember(const char *link, const char *to)
{
	const char *path = everywhere_path(link);
	struct file_info seen;
	int dir, ret;

	if (!to)
		return 0;
	dir = open(path_parent(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ret = dir < 0 ? -1 :
			replace_link(dir, path_base(path), to,
				     file_lstat(path, &seen) ? NULL : &seen);
	file_close(dir);
	return ret;
}

/* Add the directory ZDOTDIR, unless NULL, to the link for --undo. Returns 0 or -1. */
static int remember_zdotdir(const char *zdotdir)
{
	const char *known;

	if (!zdotdir || recall(ZDOTDIR_LINK, &known))
		return zdotdir ? -1 : 0;
	if (known && pathvar_has(known, zdotdir))
		return 0;
	return remember(ZDOTDIR_LINK, pathvar_prepend(known, zdotdir));
}

/*
 * Make the directories, and remove what a killed run left in them. MADE gets those that were
 * missing, also after a failure. Returns 0, or -1 with errno.
 */
static int make_dirs(struct strings *made)
{
	const char *const dirs[] = { shims_dir(), everywhere_path("everywhere") };

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		if (files_make_dirs(AT_FDCWD, dirs[i], 0700, made))
			return -1;
		stage_sweep(dirs[i]);
	}
	/* MADE begins with the highest one: the data directory or above, or only one of the two. */
	if (!made->count || !path_under(path_parent(dirs[0]), made->list[0]))
		return 0;
	return remember(MADE_LINK, made->list[0]);
}

/* Add LINK, a name beside the shims, to OWN, unless the user has put a file in its place. */
static void list_link(struct strings *own, const char *link)
{
	const char *path = everywhere_path(link);

	if (file_link_text(AT_FDCWD, path))
		strings_add(own, path);
}

/* Add to OWN the files that `setup --everywhere` makes. Returns 0, or -1 with errno. */
static int list_own(struct strings *own)
{
	if (shims_list(own) || everywhere_files_list(own))
		return -1;
	list_link(own, MADE_LINK);
	return 0;
}

/* 1: PATH of list_own() is avenv's, or missing; 0: it is the user's by now; -1 with errno: unknown. */
static int is_own(const char *path)
{
	if (streq(path_parent(path), shims_dir()))
		return shim_is_own(path);
	if (streq(path, everywhere_path(ZDOTDIR_LINK)) || streq(path, everywhere_path(MADE_LINK)))
		return file_link_text(AT_FDCWD, path) != NULL;
	return everywhere_file_is_own(path);
}

/* Remove PATH of list_own(), unless it is the user's by now. Returns 0, or -1 with errno. */
static int take_away(const char *path)
{
	int dir = open(path_parent(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC), ret;
	struct file_info seen;

	if (dir < 0)
		return -1;
	ret = file_lstatat(dir, path_base(path), &seen);
	if (!ret && is_own(path) <= 0) {
		errno = ESTALE;
		ret = -1;
	}
	if (!ret)
		ret = remove_seen(dir, path_base(path), &seen);
	file_close(dir);
	return ret;
}

/* After a failure: if this run made both directories, remove all that it wrote. */
static void take_back(const struct strings *made)
{
	struct strings own = { 0 };

	if (strings_contain(made, shims_dir()) &&
	    strings_contain(made, everywhere_path("everywhere")) && !list_own(&own)) {
		list_link(&own, ZDOTDIR_LINK);
		for (size_t i = 0; i < own.count; i++)
			(void)!take_away(own.list[i]);
	}
	files_remove_made(made);
}

/* LIST, ended by NULL, has zsh. */
static bool has_zsh(const struct shell *const *list)
{
	while (*list && *list != &shell_zsh)
		list++;
	return *list;
}

/* Write what is in the data directory; MADE as of make_dirs(). Returns 0, or -1 after an error. */
static int write_files(const char *data, const char *zdotdir, struct strings *made)
{
	const char *helper = program_need_helper();

	if (!helper || check_dirs() || shims_check() || everywhere_files_check() || check_links())
		return -1;
	if (make_dirs(made))
		return error_errno("cannot write to '%s'", shown(data));
	/* Once more: in a sticky directory another user may make them first. */
	if (check_dirs())
		return -1;
	if (shims_make(helper) || remember_zdotdir(zdotdir))
		return error_errno("cannot write to '%s'", shown(data));
	return everywhere_files_write();
}

int everywhere_add(const struct shell *const *list)
{
	const char *data = path_parent(shims_dir());
	const char *zdotdir = has_zsh(list) ? settings_path("ZDOTDIR") : NULL;
	struct strings made = { 0 };

	if (write_files(data, zdotdir, &made)) {
		take_back(&made);
		return -1;
	}
	note("wrote to '%s': shims, and the files that load them", shown(data));
	return everywhere_lines(list, zdotdir, false);
}

/* Remove the file PATH, and set *REMOVED. A missing file is no error. */
static int remove_own(const char *path, bool *removed)
{
	if (!take_away(path))
		*removed = true;
	else if (!file_is_missing(errno))
		return error_errno("cannot remove '%s'", shown(path));
	return 0;
}

/* Remove the directory DIR if it is empty, and those above it up to TOP. Both are there. */
static void remove_dirs(const char *dir, const char *top)
{
	/* HOME may be spelled in two ways. */
	dir = real_path_of(dir).path;
	top = top ? real_path_of(top).path : NULL;
	while (dir && !rmdir(dir) && top && !streq(dir, top) && path_under(dir, top))
		dir = path_parent(dir);
}

int everywhere_undo(void)
{
	const char *const dirs[] = { shims_dir(), everywhere_path("everywhere") };
	struct strings own = { 0 };
	bool removed = false;
	const char *made, *zdotdirs;
	int done;

	/* The startup files are elsewhere. */
	if ((file_exists(dirs[0]) || file_exists(dirs[1])) && check_dirs())
		return setup_both(everywhere_lines(shells, settings_path("ZDOTDIR"), true), -1);
	if (recall(MADE_LINK, &made) || recall(ZDOTDIR_LINK, &zdotdirs))
		return -1;
	done = everywhere_lines(shells, zdotdirs, true);
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		stage_sweep(dirs[i]);
	if (list_own(&own))
		return error_errno("cannot read '%s'", shown(dirs[0]));
	/* If a line stays in $ZDOTDIR, the next --undo finds it by this link. */
	if (done >= 0)
		list_link(&own, ZDOTDIR_LINK);
	for (size_t i = 0; i < own.count; i++)
		if (remove_own(own.list[i], &removed))
			return -1;
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		if (rmdir(dirs[i]) && !file_is_missing(errno))
			note("'%s' stays: %s", shown(dirs[i]), strerror(errno));
	remove_dirs(path_parent(dirs[0]), made);
	if (removed)
		note("removed the shims, and the files that load them");
	return setup_both(done, removed);
}

/* The user uses SHELL: the login shell, or one with a startup file. Each login reads ~/.profile. */
static bool is_used(const struct shell *shell)
{
	const char *login = getenv("SHELL");

	return shell == &shell_bash || (login && shell_find(login) == shell) ||
	       setup_has_file(shell) ||
	       (shell == &shell_zsh && file_reachable(settings_home(".zshenv")));
}

const struct shell *const *everywhere_shells(void)
{
	struct {
		const struct shell **list;
		size_t count, room;
	} used = { 0 };

	for (const struct shell *const *shell = shells; *shell; shell++)
		if (is_used(*shell))
			LIST_ADD(&used, *shell);
	LIST_ADD(&used, NULL);
	return used.list;
}
