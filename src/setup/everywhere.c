/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/everywhere.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "setup/program.h"
#include "setup/setup.h"
#include "setup/shims.h"
#include "system/files.h"
#include "system/replace.h"

/**
 * The startup files that only --everywhere changes. A login bash reads the first of .bash_profile,
 * .bash_login and .profile that exists, so the first two get the line only if they exist. zsh reads
 * .zshenv in the home directory, or in $ZDOTDIR if that is set already. A login zsh then reads
 * /etc/zprofile, which on macOS puts the system's directories first on PATH, and .zprofile.
 */
static const struct everywhere_startup {
	const struct shell *shell;
	/** in the home directory; a file of zsh also in $ZDOTDIR */
	const char *name;
	bool only_if_exists;
	/** only where this file exists: the line is bash's, for PATH alone */
	const char *after;
} line_files[] = {
	{ .shell = &shell_bash, .name = ".profile" },
	{ .shell = &shell_bash, .name = ".bash_profile", .only_if_exists = true },
	{ .shell = &shell_bash, .name = ".bash_login", .only_if_exists = true },
	{ .shell = &shell_zsh, .name = ".zshenv" },
	{ .shell = &shell_zsh, .name = ".zprofile", .after = "/etc/zprofile" },
};

/*
 * Two links beside the files are for --undo: to the ZDOTDIR with a line in its .zshenv, and to the
 * first directory above the data directory that was made.
 */
#define ZDOTDIR_LINK "everywhere/zdotdir"
#define MADE_LINK    "everywhere/made"

/*
 * Add the line of SHELL that loads the file for LOADED to the startup FILE, a path or a name in the
 * home directory; NULL: to the one of its hook. With UNDO remove the line.
 */
static int change_line(const struct shell *shell, const char *file, const struct shell *loaded,
		       bool undo)
{
	struct shell row = *shell;

	row.name = "everywhere";
	if (file) {
		memset(&row.startup, 0, sizeof(row.startup));
		row.startup.files[0] = file;
	}
	row.startup.line = row.read_line_if_there;
	return undo ? setup_undo(&row) : setup_add(&row, everywhere_file(loaded), true);
}

/* 1: FILE, at PATH, gets a line; 0: it gets none; -1 after printing that this is unknown. */
static int gets_line(const struct everywhere_startup *file, const char *path, bool undo)
{
	const char *needed = file->only_if_exists ? path : undo ? NULL : file->after;

	if (!needed || file_reachable(needed))
		return 1;
	return file_leads_nowhere(errno) ? 0 : error_errno("cannot look at '%s'", shown(needed));
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

static bool has_shell(const struct shell *const *list, const struct shell *shell)
{
	while (*list && *list != shell)
		list++;
	return *list;
}

/*
 * Add the lines for the shells of LIST, or with UNDO remove them. A failure in one file does not
 * keep the other files from being changed. Returns as setup_both().
 */
static int change_lines(const struct shell *const *list, bool undo)
{
	const char *home = settings_path("HOME"), *zdotdir = settings_path("ZDOTDIR");
	int done = 0;

	if (undo && recall(ZDOTDIR_LINK, &zdotdir))
		return -1;
	if (zdotdir && home && streq(zdotdir, home))
		zdotdir = NULL;
	for (size_t i = 0; i < ARRAY_SIZE(line_files); i++) {
		const struct everywhere_startup *file = &line_files[i];
		const struct shell *loaded = file->after ? &shell_bash : file->shell;
		const char *dirs[] = { home, file->shell == &shell_zsh ? zdotdir : NULL };

		if (!has_shell(list, file->shell))
			continue;
		for (size_t k = 0; k < ARRAY_SIZE(dirs); k++) {
			const char *path = dirs[k] ? path_join(dirs[k], file->name) : NULL;
			int ret = path ? gets_line(file, path, undo) : 0;

			if (ret > 0)
				ret = change_line(file->shell, path, loaded, undo);
			done = setup_both(done, ret);
		}
	}
	for (; *list; list++)
		if (*list != &shell_bash && *list != &shell_zsh)
			done = setup_both(done, change_line(*list, NULL, *list, undo));
	return done;
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
	const struct shell **used;
	size_t count = 0;

	while (shells[count])
		count++;
	used = mem_array(count + 1, sizeof(*used));
	count = 0;
	for (const struct shell *const *shell = shells; *shell; shell++)
		if (is_used(*shell))
			used[count++] = *shell;
	return used;
}

/* Make the link LINK, a name beside the shims, to TO, unless that is NULL. Returns 0 or -1. */
static int remember(const char *link, const char *to)
{
	const char *path = everywhere_path(link);
	int dir, ret;

	if (!to)
		return 0;
	dir = open(path_parent(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ret = dir < 0 ? -1 : replace_link(dir, path_base(path), to);
	file_close(dir);
	return ret;
}

/*
 * Make the directories, and sweep them after a killed run. MADE gets those that were missing, also
 * after a failure. Returns 0, or -1 with errno.
 */
static int make_dirs(struct strings *made)
{
	const char *const dirs[] = { shims_dir(), everywhere_path("everywhere") };

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		if (files_make_dirs(AT_FDCWD, dirs[i], 0700, made))
			return -1;
		stage_sweep(dirs[i]);
	}
	/* The first is above the data directory, that directory, or one of the two. */
	if (!made->count || !path_under(path_parent(dirs[0]), made->list[0]))
		return 0;
	return remember(MADE_LINK, made->list[0]);
}

/* Add to OWN the files that `setup --everywhere` makes. Returns 0, or -1 with errno. */
static int list_own(struct strings *own)
{
	if (shims_list(own))
		return -1;
	everywhere_files_list(own);
	strings_add(own, everywhere_path(MADE_LINK));
	return 0;
}

/* After a failure, remove all of a first run, which made both directories. Errno stays. */
static void take_back(const struct strings *made)
{
	struct strings own = { 0 };
	int err = errno;

	if (strings_contain(made, shims_dir()) &&
	    strings_contain(made, everywhere_path("everywhere")) && !list_own(&own)) {
		strings_add(&own, everywhere_path(ZDOTDIR_LINK));
		for (size_t i = 0; i < own.count; i++)
			unlink(own.list[i]);
	}
	files_remove_made(made);
	errno = err;
}

int everywhere_add(const struct shell *const *list)
{
	const char *data = path_parent(shims_dir()), *helper = program_need_helper();
	const char *zdotdir = has_shell(list, &shell_zsh) ? settings_path("ZDOTDIR") : NULL;
	struct strings made = { 0 };

	if (!helper || shims_check())
		return -1;
	if (make_dirs(&made) || shims_make(helper) || remember(ZDOTDIR_LINK, zdotdir)) {
		take_back(&made);
		return error_errno("cannot write to '%s'", shown(data));
	}
	if (everywhere_files_write()) {
		take_back(&made);
		return -1;
	}
	note("wrote to '%s': shims, and the files that load them", shown(data));
	return change_lines(list, false);
}

/* Remove the file PATH, and set *REMOVED. A missing file is no error. */
static int remove_own(const char *path, bool *removed)
{
	if (!unlink(path))
		*removed = true;
	else if (!file_is_missing(errno))
		return error_errno("cannot remove '%s'", shown(path));
	return 0;
}

/* Remove the directory DIR if it is empty, and those above it up to TOP. */
static void remove_dirs(const char *dir, const char *top)
{
	while (!rmdir(dir) && top && !streq(dir, top) && path_under(dir, top))
		dir = path_parent(dir);
}

int everywhere_undo(void)
{
	const char *const dirs[] = { shims_dir(), everywhere_path("everywhere") };
	struct strings own = { 0 };
	bool removed = false;
	const char *made;
	int done;

	if (recall(MADE_LINK, &made))
		return -1;
	done = change_lines(shells, true);
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		stage_sweep(dirs[i]);
	if (list_own(&own))
		return error_errno("cannot read '%s'", shown(dirs[0]));
	/* A line that stays in $ZDOTDIR is found by it the next time. */
	if (done >= 0)
		strings_add(&own, everywhere_path(ZDOTDIR_LINK));
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
