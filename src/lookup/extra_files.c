/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/extra_files.h"

#include <fcntl.h>

#include "core/path.h"
#include "lookup/owned.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"
#include "system/replace.h"

enum {
	/** names shown in one message */
	NAMES_SHOWN = 3,
};

/* venv, virtualenv, uv, pip, packages or avenv make an entry NAME in an environment, open as DIR. */
static bool is_usual(int dir, const char *name)
{
	static const char *const usual[] = {
		"bin",   "include",      "lib",        "lib64",    "share",    "etc",
		"man",   "pyvenv.cfg",   ".gitignore", "Scripts",  "Lib",      "Include",
		".lock", "CACHEDIR.TAG", "local",      ".project", "pip.conf", "pip-selfcheck.json",
	};

	for (size_t i = 0; i < ARRAY_SIZE(usual); i++)
		if (streq(name, usual[i]))
			return true;
	return temp_name_is_private(dir, name);
}

int extra_files(int dir, const char *path, const char *also, struct strings *names)
{
	struct strings all = { 0 }, owned = { 0 };
	bool owned_is_read = false;

	if (dir_names(dir, &all))
		return -1;
	for (size_t i = 0; i < all.count; i++) {
		const char *name = all.list[i];

		if (is_usual(dir, name) || (also && streq(name, also)))
			continue;
		/* RECORD files are read only for a name that is not usual, as of a package's data files. */
		if (!owned_is_read)
			owned = owned_read(path);
		owned_is_read = true;
		if (!owned_has(&owned, name))
			strings_add(names, name);
	}
	return 0;
}

/* ---- messages ---------------------------------------------------------------------- */

const char *free_name(const char *path)
{
	while (file_exists(AT_FDCWD, path) > 0)
		path = joined(path, ".old");
	return path;
}

const char *mv_line(const char *path)
{
	return formatted("mv %s %s", paste_word(path), paste_word(free_name(path)));
}

const char *extra_files_text(const struct strings *names)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < names->count && i < NAMES_SHOWN; i++)
		buf_putl(&text, i ? ", '" : "'", shown(names->list[i]), "'");
	buf_puts(&text, names->count > NAMES_SHOWN ? ", ..." : "");
	return text.data;
}

/* The command that moves the few NAMES in PATH to a new directory beside PATH; "": they are many. */
static const char *moved_beside(const char *path, const struct strings *names)
{
	const char *to = paste_word(free_name(joined(path, ".files")));
	struct buf line = BUF_INIT;

	if (names->count > NAMES_SHOWN)
		return "";
	buf_putl(&line, "mkdir ", to, paste_shell()->and_then, "mv ");
	for (size_t i = 0; i < names->count; i++)
		buf_putl(&line, paste_word(path_join(path, names->list[i])), " ");
	buf_puts(&line, to);
	return joined("; ", paste_quoted(line.data),
		      names->count > 1 ? " moves them" : " moves that", " away");
}

int check_extra_files(int dir, const char *path, const char *also)
{
	struct strings names = { 0 };

	if (extra_files(dir, path, also, &names))
		return error_errno("cannot read '%s'", shown(path));
	if (!names.count)
		return 0;
	return error("'%s' holds more than an environment: %s%s", shown(path),
		     extra_files_text(&names), moved_beside(path, &names));
}
