/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/everywhere.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/setup.h"
#include "setup/shims.h"
#include "system/child.h"
#include "system/files.h"

/**
 * The startup files that only --everywhere changes. A login bash reads the first of .bash_profile,
 * .bash_login and .profile that exists, so the first two get the line only if they exist. zsh reads
 * .zshenv in the home directory, and in $ZDOTDIR instead if that is set.
 */
static const struct everywhere_startup {
	const struct shell *shell;
	/** the variable with the directory of the file; NULL: the home directory */
	const char *dir_variable, *name;
} startup_files[] = {
	{ &shell_bash, NULL, ".profile" },    { &shell_bash, NULL, ".bash_profile" },
	{ &shell_bash, NULL, ".bash_login" }, { &shell_zsh, NULL, ".zshenv" },
	{ &shell_zsh, "ZDOTDIR", ".zshenv" },
};

/*
 * Add the line that loads the file for SHELL to the startup FILE, or to SHELL's own if FILE is NULL;
 * with UNDO remove the line.
 */
static int change_line(const struct shell *shell, const struct everywhere_startup *file, bool undo)
{
	struct shell row = *shell;

	row.name = "everywhere";
	if (file) {
		memset(&row.startup, 0, sizeof(row.startup));
		row.startup.dir_variable = file->dir_variable;
		row.startup.files[0] = file->name;
	}
	row.startup.line = row.read_line_if_there;
	return undo ? setup_undo(&row) : setup_add(&row, everywhere_file(shell));
}

/** The results of change_line() for all startup files */
struct line_changes {
	bool changed, failed;
};

static void count_change(struct line_changes *changes, int done)
{
	if (done > 0)
		changes->changed = true;
	if (done < 0)
		changes->failed = true;
}

/* FILE exists, or is to be made for the line: see startup_files. */
static bool gets_line(const struct everywhere_startup *file)
{
	struct file_info info;

	return !starts_with(file->name, ".bash") || !file_stat(settings_home(file->name), &info);
}

/*
 * Add the lines, for the shells that are installed, or with UNDO remove them. A failure in one file
 * does not keep the other files from being changed.
 */
static struct line_changes change_lines(bool undo)
{
	struct line_changes changes = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(startup_files); i++) {
		const struct everywhere_startup *file = &startup_files[i];

		if (file->dir_variable && !settings_path(file->dir_variable))
			continue;
		if (undo || gets_line(file))
			count_change(&changes, change_line(file->shell, file, undo));
	}
	for (const struct shell *const *shell = shells; *shell; shell++) {
		if (*shell == &shell_bash || *shell == &shell_zsh)
			continue;
		if (undo || programs_find(getenv("PATH"), (*shell)->name))
			count_change(&changes, change_line(*shell, NULL, undo));
	}
	return changes;
}

/* Make the directories, after removing what a killed run left. Returns -1 with errno after a failure. */
static int make_dirs(void)
{
	const char *const dirs[] = { shims_dir(), everywhere_path("everywhere") };

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		if (files_make_dirs(AT_FDCWD, dirs[i], 0700))
			return -1;
		stage_sweep(dirs[i]);
	}
	return 0;
}

int everywhere_add(const char *helper, everywhere_text *text)
{
	const char *data = path_parent(shims_dir());
	struct line_changes lines;

	if (shims_check())
		return -1;
	if (make_dirs() || shims_make(helper))
		return error_errno("cannot write to '%s'", shown(data));
	if (everywhere_files_write(text))
		return -1;
	note("wrote to '%s': shims, and the files that load them", shown(data));
	lines = change_lines(false);
	return lines.failed ? -1 : lines.changed;
}

int everywhere_undo(void)
{
	const char *const dirs[] = { shims_dir(), everywhere_path("everywhere") };
	struct strings own = { 0 };
	struct line_changes lines = change_lines(true);
	bool removed = false;

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		stage_sweep(dirs[i]);
	if (shims_list(&own))
		return error_errno("cannot read '%s'", shown(dirs[0]));
	everywhere_files_list(&own);
	for (size_t i = 0; i < own.count; i++) {
		if (!unlink(own.list[i]))
			removed = true;
		else if (!file_is_missing(errno))
			return error_errno("cannot remove '%s'", shown(own.list[i]));
	}
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		if (rmdir(dirs[i]) && !file_is_missing(errno))
			note("'%s' stays: %s", shown(dirs[i]), strerror(errno));
	/* Remove the data directory if nothing is left in it. */
	(void)rmdir(path_parent(dirs[0]));
	if (removed)
		note("removed the shims, and the files that load them");
	return lines.failed ? -1 : lines.changed || removed;
}

/* The command that puts the directory SHIMS on PATH. */
static const char *path_command(const char *shims)
{
	const struct shell *shell = paste_shell();
	struct buf command = BUF_INIT;

	/* The hook's next answer would put an environment behind what is added to PATH by hand. */
	if (is_set(getenv("AVENV_SHELL")))
		return formatted("exec %s -l", shell->name);
	shell_put(&command, shell, shell->path_line, NULL, shims);
	return command.data;
}

/* The command that loads the file for the user's shell. */
static const char *load_command(void)
{
	const struct shell *shell = paste_shell();
	struct buf command = BUF_INIT;

	shell_put(&command, shell, shell->read_line, paste_word(everywhere_file(shell)), NULL);
	return command.data;
}

/* PYTHON, the first on PATH, hides the shims: it is neither one nor the active environment's. */
static bool is_before_shims(const char *python, const char *shims)
{
	const char *active = getenv("VIRTUAL_ENV");

	return !path_under(python, shims) && !(is_set(active) && path_under(python, active));
}

const char *everywhere_fault(everywhere_text *text, const char **mend)
{
	const char *shims = shims_dir(), *path = getenv("PATH"), *bash_env = getenv("BASH_ENV");
	const char *python = programs_find(path, "python3"), *fault;
	struct file_info info;

	*mend = "avenv setup --everywhere";
	/* Another user's files are not for this one. */
	if (!shims || file_stat(shims, &info) || info.uid != geteuid())
		return "";
	if ((fault = shims_fault()))
		return fault;
	if (!everywhere_files_are_current(text))
		return "another version of avenv wrote its files";
	*mend = path_command(shims);
	if (!path || !pathvar_has(path, shims))
		return "its shims are not on PATH";
	if (python && is_before_shims(python, shims))
		return formatted("'%s' is before its shims on PATH", shown(python));
	*mend = load_command();
	if (!bash_env || !streq(bash_env, everywhere_bash_env()))
		return "BASH_ENV is not its file, so `bash -c` does not load the hook";
	return NULL;
}
