/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was chosen before: one line each, the last HISTORY_LINES of them.  It is a
 * convenience, so where the file cannot be read or written nothing is said.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>

#include "cli/select.h"
#include "core/file.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	HISTORY_LINES = 100,
};

const char *select_history_file(const struct settings *settings)
{
	const char *state = settings_path("XDG_STATE_HOME");

	if (!state && settings->home)
		state = path_join(settings->home, ".local/state");
	return state ? path_join(state, "avenv/select_history") : NULL;
}

void select_history_load(const struct settings *settings)
{
	const char *file = select_history_file(settings);
	struct file_info info;

	using_history();
	stifle_history(HISTORY_LINES);
	if (file && !file_lstat(file, &info) && S_ISREG(info.mode) &&
	    info.size <= FILE_MAX)
		read_history(file);
}

/*
 * Not below somebody else's directory: with `sudo -E` the user would be left with
 * what is root's, or have root write where his links lead.
 */
static bool make_dirs(const char *path)
{
	struct file_info info;

	if (!file_stat(path, &info))
		return info.uid == geteuid();
	return errno == ENOENT && make_dirs(path_parent(path)) &&
	       !mkdir(path, 0700);
}

/* A file of the user's own, or one that is to be made. */
static bool can_write(const char *file)
{
	struct file_info info;

	if (!make_dirs(path_parent(file)))
		return false;
	if (file_lstat(file, &info))
		return errno == ENOENT;
	return S_ISREG(info.mode) && info.uid == geteuid();
}

/* Each line once, where it was chosen last. */
static void drop(const char *line)
{
	for (int i = history_length; i-- > 0;)
		if (streq(history_get(history_base + i)->line, line))
			free_history_entry(remove_history(i));
}

void select_history_add(const struct settings *settings, const char *line)
{
	const char *file = select_history_file(settings);

	if (!file || strchr(line, '\n'))
		return;
	drop(line);
	add_history(line);
	if (can_write(file))
		(void)write_history(file);
}
