/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/everywhere.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "core/path.h"
#include "core/utf8.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/setup.h"
#include "system/child.h"
#include "system/files.h"
#include "system/replace.h"

/**
 * The startup files that only --everywhere changes. A login bash reads the first of .bash_profile,
 * .bash_login and .profile that exists, so the first two get the line only if they exist. zsh reads
 * .zshenv in the home directory, and in $ZDOTDIR instead if that is set.
 */
static const struct {
	const struct shell *shell;
	const char *dir_variable, *name;
} startup[] = {
	{ &shell_bash, NULL, ".profile" },    { &shell_bash, NULL, ".bash_profile" },
	{ &shell_bash, NULL, ".bash_login" }, { &shell_zsh, NULL, ".zshenv" },
	{ &shell_zsh, "ZDOTDIR", ".zshenv" },
};

static const char *const shims[] = { "shims/python", "shims/python3", "shims/pip", "shims/pip3" };

/* The path of NAME beside the records; NULL: there is no home directory. */
static const char *data_path(const char *name)
{
	return settings_home(joined(".local/share/avenv/", name));
}

/*
 * The value of BASH_ENV. bash expands it to the file if this user runs it: the subscript is then 0, and
 * EUID[0] is EUID. For another user, who keeps the variable after su(1), EUID[1] is unset, so bash reads
 * nothing and prints no error. HOME has no part in the path: programs set it to a project. If the
 * environment has an EUID, bash takes that one; only its digits are evaluated.
 */
static const char *bash_env(void)
{
	return formatted("${EUID[1${EUID//[!0-9]}!=1%u]:+%s}", (unsigned)geteuid(),
			 data_path("everywhere/bash"));
}

/*
 * File number I, and its reader *SHELL. 0 is everywhere/sh, for login shells of sh and bash; the others
 * are for the shells of shells[], that of bash being the value of BASH_ENV. NULL: I is too large.
 */
static const char *file_at(size_t i, const struct shell **shell)
{
	*shell = i ? shells[i - 1] : &shell_bash;
	return *shell ? joined("everywhere/", i ? (*shell)->suffix : "sh") : NULL;
}

/* The file that the startup file of SHELL loads. */
static const char *file_of(const struct shell *shell)
{
	return joined("everywhere/", shell == &shell_bash ? "sh" : shell->suffix);
}

/* The content of FILE for SHELL; NULL after printing an error. */
static const char *content(const struct shell *shell, const char *file, everywhere_text *text)
{
	return text(shell, path_base(file), path_parent(data_path("shims")), bash_env());
}

/* Add the line that loads FILE to the startup file of ROW, a copy, or with UNDO remove the line. */
static int change_line(struct shell row, const char *file, bool undo)
{
	row.name = "everywhere";
	row.startup.line = row.read_line_if_there;
	return undo ? setup_undo(&row) : setup_add(&row, data_path(file));
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

/*
 * Add the lines, for the shells that are installed, or with UNDO remove them. A failure in one file
 * does not keep the other files from being changed.
 */
static struct line_changes change_lines(bool undo)
{
	struct line_changes changes = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(startup); i++) {
		const char *name = startup[i].name, *dir = startup[i].dir_variable;
		struct shell row = *startup[i].shell;
		struct file_info info;

		memset(&row.startup, 0, sizeof(row.startup));
		row.startup.dir_variable = dir;
		row.startup.files[0] = name;
		if (dir && !settings_path(dir))
			continue;
		if (undo || !starts_with(name, ".bash") || !file_stat(settings_home(name), &info))
			count_change(&changes, change_line(row, file_of(startup[i].shell), undo));
	}
	for (const struct shell *const *s = shells; *s; s++)
		if (*s != &shell_bash && *s != &shell_zsh &&
		    (undo || programs_find(getenv("PATH"), (*s)->name)))
			count_change(&changes, change_line(**s, file_of(*s), undo));
	return changes;
}

/*
 * FILE may be replaced or removed: it is missing, a link to avenv-hook, or a link to such a link in
 * its directory, as python3 to python.
 */
static bool may_replace_shim(const char *file)
{
	const char *to = file_link_text(AT_FDCWD, file), *real;

	/* EINVAL: FILE is no link. */
	if (!to)
		return errno != EINVAL;
	real = strchr(to, '/') ? to : file_real(file);
	return !real || ends_with(real, "/avenv-hook");
}

/*
 * Check PATH, the directory of the shims. PATH becomes an element of the variable PATH, and the
 * directory around PATH a part of BASH_ENV, which bash expands.
 */
static int check_shims(const char *path)
{
	const char *dir = path, *shim;
	struct file_info info;

	if (strpbrk(path, ":$`\\'\"}") || !utf8_is_printable(path))
		return error("'%s' cannot be on PATH, or in BASH_ENV", shown(path));
	while (dir[1] && file_stat(dir, &info))
		dir = path_parent(dir);
	if (!file_stat(dir, &info) && info.uid != geteuid())
		return error("cannot write to '%s': '%s' belongs to another user", shown(path),
			     shown(dir));
	for (size_t i = 0; i < ARRAY_SIZE(shims); i++) {
		shim = data_path(shims[i]);
		if (!may_replace_shim(shim))
			return error("'%s' is no shim of avenv's; move it elsewhere, and try again",
				     shown(shim));
	}
	return 0;
}

/* Make the directories, and open DATA, which is around them. Returns -1 with errno after a failure. */
static int open_data_dir(const char *data)
{
	if (files_make_dirs(AT_FDCWD, data_path("shims"), 0700) ||
	    files_make_dirs(AT_FDCWD, data_path("everywhere"), 0700))
		return -1;
	stage_sweep(data);
	return open(data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Write the files and links into DATA. Returns 0, or -1 after printing an error. */
static int write_files(const char *data, const char *helper, everywhere_text *text)
{
	const struct shell *shell;
	const char *name;
	int dir = open_data_dir(data), failed = dir < 0;

	for (size_t i = 0; !failed && (name = file_at(i, &shell)); i++) {
		const char *file = content(shell, name, text);

		if (!file) {
			file_close(dir);
			return -1;
		}
		failed = replace_file(dir, name, file, strlen(file), 0644);
	}
	for (size_t i = 0; !failed && i < ARRAY_SIZE(shims); i++)
		failed = replace_link(dir, shims[i], helper);
	if (failed)
		error_errno("cannot write to '%s'", shown(data));
	file_close(dir);
	return failed ? -1 : 0;
}

int everywhere_add(const char *helper, everywhere_text *text)
{
	const char *path = data_path("shims"), *data = path_parent(path);
	struct line_changes lines;

	if (check_shims(path) || write_files(data, helper, text))
		return -1;
	note("wrote to '%s': shims, and the files that load them", shown(data));
	lines = change_lines(false);
	return lines.failed ? -1 : lines.changed;
}

int everywhere_undo(void)
{
	const char *const dirs[] = { data_path("shims"), data_path("everywhere") };
	const char *name;
	const struct shell *shell;
	struct strings names = { 0 }, own = { 0 };
	struct line_changes lines = change_lines(true);
	bool removed = false;

	stage_sweep(path_parent(dirs[0]));
	if (files_names(dirs[0], &names) && !file_is_missing(errno))
		return error_errno("cannot read '%s'", shown(dirs[0]));
	for (size_t i = 0; i < names.count; i++)
		if (may_replace_shim(path_join(dirs[0], names.list[i])))
			strings_add(&own, path_join(dirs[0], names.list[i]));
	for (size_t i = 0; (name = file_at(i, &shell)); i++)
		strings_add(&own, data_path(name));
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

/* The files are those that this version of avenv writes. */
static bool files_are_current(everywhere_text *text)
{
	const struct shell *shell;
	const char *name;
	struct text file;

	if (!file_is_program(data_path(shims[0])))
		return false;
	for (size_t i = 0; (name = file_at(i, &shell)); i++) {
		const char *wanted = content(shell, name, text);

		if (!wanted || file_slurp(data_path(name), FILE_MAX, &file) ||
		    !streq(file.data, wanted))
			return false;
	}
	return true;
}

/* The directory SHIMS is not on PATH: the command that adds it. */
static const char *path_command(const char *shims_dir)
{
	const struct shell *shell = paste_shell();
	struct buf command = BUF_INIT;

	/* The hook's next answer would put an environment behind what is added to PATH by hand. */
	if (is_set(getenv("AVENV_SHELL")))
		return formatted("exec %s -l", shell->name);
	shell_put(&command, shell, shell->path_line, NULL, shims_dir);
	return command.data;
}

const char *everywhere_fault(everywhere_text *text, const char **mend)
{
	const char *dir = data_path("shims"), *path = getenv("PATH"), *env = getenv("VIRTUAL_ENV");
	const char *bash_env_now = getenv("BASH_ENV"), *python = programs_find(path, "python3");
	const struct shell *shell = paste_shell();
	struct buf read_command = BUF_INIT;
	struct file_info info;

	*mend = "avenv setup --everywhere";
	/* Another user's files are not for this one. */
	if (!dir || file_stat(dir, &info) || info.uid != geteuid())
		return "";
	if (!files_are_current(text))
		return "another version of avenv wrote its files";
	*mend = path_command(dir);
	if (!path || !pathvar_has(path, dir))
		return "its shims are not on PATH";
	if (python && !path_under(python, dir) && !(is_set(env) && path_under(python, env)))
		return formatted("'%s' is before its shims on PATH", shown(python));
	shell_put(&read_command, shell, shell->read_line, paste_word(data_path(file_of(shell))),
		  NULL);
	*mend = read_command.data;
	if (!bash_env_now || !streq(bash_env_now, bash_env()))
		return "BASH_ENV is not its file, so `bash -c` does not load the hook";
	return NULL;
}
