/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was chosen before: one line each, the last HISTORY_LINES of them.  It is a
 * convenience, so where the file cannot be read or written nothing is said.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>

#include "build/stage_dir.h"
#include "core/file.h"
#include "core/path.h"
#include "known/select.h"
#include "system/replace.h"

#include "core/banned.h"

enum {
	HISTORY_LINES = 100,
};

/* What was there could be read, or nothing was: what is written has it all. */
static bool keeps;

const char *select_history_file(const struct settings *settings)
{
	const char *state = settings_path("XDG_STATE_HOME");

	if (!state && settings->home)
		state = path_join(settings->home, ".local/state");
	return state ? path_join(state, "avenv/select_history") : NULL;
}

/*
 * Of readline's own functions one forgets what it cannot read, and the other one
 * leaves half of it where no more is taken.
 */
void select_history_load(const struct settings *settings)
{
	const char *file = select_history_file(settings);
	struct text text;
	char *at, *line;

	using_history();
	stifle_history(HISTORY_LINES);
	if (!file)
		return;
	if (file_slurp(file, FILE_MAX, &text)) {
		/* One that is too large begins anew. */
		keeps = errno == ENOENT || errno == EFBIG;
		return;
	}
	keeps = true;
	at = text.data;
	while ((line = strsep(&at, "\n")))
		if (*line)
			add_history(line);
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
	return errno == ENOENT && make_dirs(path_parent(path)) && !mkdir(path, 0700);
}

/* All lines, the oldest first, in place of FILE. */
static void write_lines(const char *file)
{
	int dir = open(path_parent(file), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct buf b = BUF_INIT;

	if (dir < 0)
		return;
	stage_sweep(path_parent(file));
	for (int i = 0; i < history_length; i++)
		buf_putl(&b, history_get(history_base + i)->line, "\n");
	if (replace_file(dir, path_base(file), b.data, b.len, 0600))
		errno = 0;
	close(dir);
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
	if (keeps && can_write(file))
		write_lines(file);
}
