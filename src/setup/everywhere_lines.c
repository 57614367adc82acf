/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/everywhere_lines.h"

#include <errno.h>

#include "core/path.h"
#include "core/settings.h"
#include "print/msg.h"
#include "setup/everywhere_files.h"
#include "setup/setup.h"

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

/* FILE in the directory DIR, and then in those of DIRS, between colons; NULL: in no more. */
static const char *next_startup(const struct everywhere_startup *file, const char **dir,
				const char **dirs)
{
	const char *home = settings_path("HOME"), *next = *dir;

	while (!next && file->shell == &shell_zsh && (next = settings_element(dirs)))
		if (!*next || (home && streq(next, home)))
			next = NULL;
	*dir = NULL;
	return next ? path_join(next, file->name) : NULL;
}

/*
 * Add the line of SHELL that loads the file for LOADED to the startup FILE, a path or a name in the
 * home directory; NULL: to the one of its hook. With UNDO remove the line.
 */
static int change_line(const struct shell *shell, const char *file, const struct shell *loaded,
		       bool undo)
{
	const char *const files[] = { file, NULL };
	const struct loader loader = { .shell = shell,
				       .template = shell->read_line_if_there,
				       .files = file ? files : shell->startup.files,
				       .everywhere = true };

	return undo ? setup_undo(loader) : setup_add(loader, everywhere_file(loaded));
}

/* 1: FILE, at PATH, gets a line; 0: it gets none; -1 with errno: unknown. */
static int gets_line(const struct everywhere_startup *file, const char *path, bool undo)
{
	const char *needed = file->only_if_exists ? path : undo ? NULL : file->after;

	if (!needed || file_reachable(needed))
		return 1;
	return file_leads_nowhere(errno) ? 0 : -1;
}

/* The shell whose file the line of FILE loads. */
static const struct shell *loaded_by(const struct everywhere_startup *file)
{
	return file->after ? &shell_bash : file->shell;
}

bool everywhere_has_shell(const struct shell *const *list, const struct shell *shell)
{
	while (*list && *list != shell)
		list++;
	return *list;
}

int everywhere_lines(const struct shell *const *list, const char *zdotdirs, bool undo)
{
	int done = 0;

	for (size_t i = 0; i < ARRAY_SIZE(line_files); i++) {
		const struct everywhere_startup *file = &line_files[i];
		const char *dir = settings_path("HOME"), *dirs = zdotdirs, *path;

		while (everywhere_has_shell(list, file->shell) &&
		       (path = next_startup(file, &dir, &dirs))) {
			int ret = gets_line(file, path, undo);

			if (ret < 0)
				error_errno("cannot look at '%s'", shown(path));
			if (ret > 0)
				ret = change_line(file->shell, path, loaded_by(file), undo);
			done = setup_both(done, ret);
		}
	}
	for (; *list; list++)
		if (*list != &shell_bash && *list != &shell_zsh)
			done = setup_both(done, change_line(*list, NULL, *list, undo));
	return done;
}

/* A pattern of the lines that load the file for SHELL. */
static const char *line_pattern(const struct shell *shell)
{
	return joined("^[^#]*avenv/everywhere/", path_base(everywhere_file(shell)), "([^a-z]|$)");
}

bool everywhere_lacks_line(const struct shell *shell)
{
	unsigned number;

	if (shell != &shell_bash && shell != &shell_zsh)
		return !setup_find_line(shell, line_pattern(shell), &number);
	for (size_t i = 0; i < ARRAY_SIZE(line_files); i++) {
		const struct everywhere_startup *file = &line_files[i];
		const char *dir = settings_path("HOME"), *dirs = settings_path("ZDOTDIR"), *path;

		while (file->shell == shell && (path = next_startup(file, &dir, &dirs)))
			if (gets_line(file, path, false) > 0 &&
			    !setup_line(path, line_pattern(loaded_by(file))))
				return true;
	}
	return false;
}

const char *everywhere_line_command(const struct shell *shell)
{
	return joined("avenv setup --everywhere ", shell->name);
}

/* A regular expression of DIR, as a startup file may write it. */
static const char *dir_pattern(const char *dir)
{
	const char *home = settings_path("HOME"), *rest = dir;
	struct buf b = BUF_INIT;
	bool special;

	if (home && path_under(dir, home)) {
		rest = dir + strlen(home);
		buf_putl(&b, "(~|[$]HOME|[$][{]HOME[}]|");
	}
	for (const char *p = dir;; p++) {
		if (p == rest && rest != dir)
			buf_putl(&b, ")");
		if (!*p)
			return b.data;
		/* In brackets no character but these two is special. */
		special = *p == '^' || *p == '\\';
		buf_puts(&b, special ? "\\" : "[");
		buf_putc(&b, *p);
		buf_puts(&b, special ? "" : "]");
	}
}

const char *everywhere_path_line(const struct shell *shell, const char *dir)
{
	/* Before the old value, or by fish's command: an end of the line puts DIR behind others. */
	const char *word = dir_pattern(dir), *path;
	const char *pattern =
		formatted("^[^#]*(%s/?[\"':[:blank:]][^#]*[$][{]?(PATH|path)|"
			  "fish_add_path( -[gmpU]+)* [\"']?%s/?[\"']?([[:blank:]]|$))",
			  word, word);
	unsigned number;

	path = setup_find_line(shell, pattern, &number);
	for (size_t i = 0; !path && i < ARRAY_SIZE(line_files); i++) {
		const char *home = settings_path("HOME"), *dirs = settings_path("ZDOTDIR"), *file;

		while (line_files[i].shell == shell && !path &&
		       (file = next_startup(&line_files[i], &home, &dirs)))
			if ((number = setup_line(file, pattern)))
				path = file;
	}
	return path ? formatted("'%s', line %u", shown(path), number) : NULL;
}
