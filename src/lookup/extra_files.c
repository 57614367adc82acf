/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/extra_files.h"

#include <fcntl.h>
#include <unistd.h>

#include "core/path.h"
#include "finders/store.h"
#include "lookup/owned.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/file_at.h"
#include "system/replace.h"

/* A tool or a package makes an entry NAME in an environment, which is open as DIR. */
static bool is_usual(int dir, const char *name)
{
	static const char *const usual[] = { "bin",
					     ".gitignore",
					     "include",
					     "lib",
					     "share",
					     "etc",
					     "man",
					     "local",
					     "Scripts",
					     "Lib",
					     "Include",
					     "pyvenv.cfg",
					     ".lock",
					     STORE_PROJECT,
					     "lib64",
					     "CACHEDIR.TAG",
					     "pip-selfcheck.json",
					     NULL };

	return is_one_of(name, usual) ||
	       (temp_name_is_private(dir, name) && !temp_is_foreign(dir, name));
}

/* An entry NAME in the open directory DIR is the empty one that pipenv makes in each environment. */
static bool is_pipenvs(int dir, const char *name)
{
	int fd = streq(name, "src") ? files_open_dir(dir, name) : -1;
	int empty = fd < 0 ? 0 : files_is_empty(fd);

	file_close(fd);
	return empty > 0;
}

/*
 * The ALL entries of the environment PATH, open as DIR, that are no tool's and no package's. *PIPENVS
 * gets the one of is_pipenvs(), or NULL.
 */
static struct strings extra_of(int dir, const char *path, const struct strings *all,
			       const char **pipenvs)
{
	struct strings extra = { 0 };

	*pipenvs = NULL;
	for (size_t i = 0; i < all->count; i++) {
		const char *name = all->list[i];

		if (is_usual(dir, name))
			continue;
		if (is_pipenvs(dir, name))
			*pipenvs = name;
		else
			strings_add(&extra, name);
	}
	owned_drop(dir, path, &extra);
	return extra;
}

int extra_files(const char *path, struct strings *names)
{
	int dir = files_open_dir(AT_FDCWD, path), failed = dir < 0;
	struct strings all = { 0 };
	const char *pipenvs;

	failed = failed || dir_names_at(dir, &all);
	*names = extra_of(dir, path, &all, &pipenvs);
	file_close(dir);
	return failed ? -1 : 0;
}

/* ---- messages ---------------------------------------------------------------------- */

/* The command that moves the few NAMES in PATH to a new directory beside it; "": too many. */
static const char *moved_beside(const char *path, const struct strings *names)
{
	const char *to = paste_word(paste_free_name(joined(path, ".files")));
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

const char *extra_files_text(const char *path, const struct strings *names)
{
	return formatted("'%s' holds more than an environment: %s%s", shown(path),
			 names_text(names), moved_beside(path, names));
}

int take_names(int dir, const char *path, struct strings *names)
{
	const char *pipenvs;
	struct strings extra = extra_of(dir, path, names, &pipenvs);
	size_t count = 0;

	/* Not looked at again: what another program writes into it meanwhile keeps it. */
	if (!extra.count && pipenvs && unlinkat(dir, pipenvs, AT_REMOVEDIR))
		strings_add(&extra, pipenvs);
	for (size_t i = 0; i < names->count; i++)
		if (names->list[i] != pipenvs)
			names->list[count++] = names->list[i];
	if (extra.count)
		return error("%s", extra_files_text(path, &extra));
	names->count = count;
	return 0;
}

int check_extra_files(const char *path)
{
	struct strings names;

	if (extra_files(path, &names))
		return error_errno("cannot read '%s'", shown(path));
	return names.count ? error("%s", extra_files_text(path, &names)) : 0;
}
