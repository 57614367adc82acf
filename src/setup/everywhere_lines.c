/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/everywhere_lines.h"

#include <errno.h>

#include "core/mem.h"
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
static const struct line_file {
	const struct shell *shell;
	/** in the home directory; a file of zsh also in $ZDOTDIR */
	const char *name;
	bool only_if_exists;
	/** the shell whose file the line loads: bash's sets PATH alone */
	const struct shell *loads;
	/** the line is added only where this file exists; NULL: everywhere */
	const char *after;
} line_files[] = {
	{ &shell_bash, ".profile", .loads = &shell_bash },
	{ &shell_bash, ".bash_profile", .loads = &shell_bash, .only_if_exists = true },
	{ &shell_bash, ".bash_login", .loads = &shell_bash, .only_if_exists = true },
	{ &shell_zsh, ".zshenv", .loads = &shell_zsh },
	{ &shell_zsh, ".zprofile", .loads = &shell_bash, .after = "/etc/zprofile" },
};

/** Rows of line_files[], each with the path in one directory */
struct line_paths {
	struct line_path {
		const struct line_file *file;
		const char *path;
	} * list;
	size_t count, room;
};

/* The files of SHELL in the home directory, and of zsh in ZDOTDIRS: NULL, or between colons. */
static struct line_paths paths_of(const struct shell *shell, const char *zdotdirs)
{
	struct line_paths paths = { 0 };
	struct strings dirs = { 0 };
	const char *dir = settings_path("HOME");

	if (dir)
		strings_add(&dirs, dir);
	while (shell == &shell_zsh && (dir = settings_element(&zdotdirs)))
		if (*dir && !strings_contain(&dirs, dir))
			strings_add(&dirs, dir);
	for (size_t i = 0; i < ARRAY_SIZE(line_files); i++)
		for (size_t j = 0; j < dirs.count && line_files[i].shell == shell; j++) {
			const char *path = path_join(dirs.list[j], line_files[i].name);

			LIST_ADD(&paths, (struct line_path){ &line_files[i], path });
		}
	return paths;
}

/* SHELL's line that loads a file of --everywhere, in FILES; NULL: those with the line of its hook. */
static struct loader loader_in(const struct shell *shell, const char *const *files)
{
	return (struct loader){ .shell = shell,
				.template = shell->read_line_if_there,
				.files = files ? files : shell->startup.files,
				.everywhere = true };
}

/* Add the line LOADER that loads the file for LOADED, or with UNDO remove it. */
static int change_line(struct loader loader, const struct shell *loaded, bool undo)
{
	return undo ? setup_undo(loader) : setup_add(loader, everywhere_file(loaded));
}

/* 1: the file AT gets a line, or with UNDO may have one; 0: it does not; -1 with errno: unknown. */
static int gets_line(const struct line_path *at, bool undo)
{
	const char *needed = undo ? NULL : at->file->after;

	if (at->file->only_if_exists)
		needed = at->path;
	if (!needed || file_reachable(needed))
		return 1;
	return file_leads_nowhere(errno) ? 0 : -1;
}

/* Change the line in the file AT. Returns as everywhere_lines(). */
static int change_file(const struct line_path *at, bool undo)
{
	const char *const files[] = { at->path, NULL };
	int ret = gets_line(at, undo);

	if (ret < 0)
		return error_errno("cannot look at '%s'", shown(at->path));
	return ret ? change_line(loader_in(at->file->shell, files), at->file->loads, undo) : 0;
}

int everywhere_lines(const struct shell *const *list, const char *zdotdirs, bool undo)
{
	int done = 0;

	for (; *list; list++) {
		const struct line_paths paths = paths_of(*list, zdotdirs);

		for (size_t i = 0; i < paths.count; i++)
			done = setup_both(done, change_file(&paths.list[i], undo));
		if (!paths.count)
			done = setup_both(done, change_line(loader_in(*list, NULL), *list, undo));
	}
	return done;
}

bool everywhere_lacks_line(const struct shell *shell)
{
	const struct line_paths paths = paths_of(shell, settings_path("ZDOTDIR"));

	if (!paths.count)
		return !setup_has(loader_in(shell, NULL), everywhere_file(shell));
	for (size_t i = 0; i < paths.count; i++) {
		const struct line_path *at = &paths.list[i];
		const char *const files[] = { at->path, NULL };

		if (gets_line(at, false) > 0 &&
		    !setup_has(loader_in(at->file->shell, files), everywhere_file(at->file->loads)))
			return true;
	}
	return false;
}

const char *everywhere_line_command(const struct shell *shell)
{
	return joined("avenv setup --everywhere ", shell->name);
}

/* Add TEXT to B as a regular expression. Alone in brackets, only "^" is special: "not". */
static void put_literal(struct buf *b, const char *text)
{
	for (; *text; text++)
		buf_puts(b, *text == '^' ? "\\^" : formatted("[%c]", *text));
}

/* A regular expression of DIR, as a startup file may write it. */
static const char *dir_pattern(const char *dir)
{
	const char *home = settings_path("HOME");
	struct buf b = BUF_INIT;

	if (home && path_under(dir, home)) {
		buf_putl(&b, "(~|[$]HOME|[$][{]HOME[}]|");
		put_literal(&b, home);
		buf_putl(&b, ")");
		dir += strlen(home);
	}
	put_literal(&b, dir);
	return b.data;
}

const char *everywhere_path_line(const struct shell *shell, const char *dir)
{
	/* DIR, and behind it the old value of PATH; or fish's command, which puts DIR first. */
	const char *word = dir_pattern(dir), *path;
	const char *pattern = formatted("%s/?[\"':[:blank:]].*[$][{]?(PATH|path)|"
					"fish_add_path( -[gmpU]+)* [\"']?%s/?[\"']?([[:blank:]]|$)",
					word, word);
	const struct line_paths paths = paths_of(shell, settings_path("ZDOTDIR"));
	unsigned number;

	path = setup_find_line(shell, pattern, &number);
	for (size_t i = 0; !path && i < paths.count; i++)
		if ((number = setup_line(paths.list[i].path, pattern)))
			path = paths.list[i].path;
	return path ? formatted("'%s', line %u", shown(path), number) : NULL;
}
