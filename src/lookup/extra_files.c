/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/extra_files.h"

#include <fcntl.h>
#include <fnmatch.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/path.h"
#include "lookup/owned.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"
#include "system/replace.h"
#include "system/tree.h"

enum {
	/** names shown in one message */
	NAMES_SHOWN = 3,
};

static bool matches_one_of(const char *const *patterns, const char *path)
{
	while (*patterns && fnmatch(*patterns, path, FNM_PATHNAME))
		patterns++;
	return *patterns;
}

/* NAME is STEM with a Python's version behind it: pip, pip3, pip3.11, pip-3.11, python3.13t. */
static bool is_versioned(const char *name, const char *stem)
{
	if (!starts_with(name, stem))
		return false;
	name += strlen(stem);
	name += *name == '-';
	name += strspn(name, "0123456789.");
	name += strspn(name, "dt");
	return !*name;
}

/* A tool makes the program or the link NAME in bin. */
static bool is_made_program(const char *name)
{
	static const char *const stems[] = { "python", "pypy", "pip", "wheel", "easy_install" };

	for (size_t i = 0; i < ARRAY_SIZE(stems); i++)
		if (is_versioned(name, stems[i]))
			return true;
	return streq(name, VENV_PI);
}

/*
 * A tool makes a file or a link of the path PATH, but lists it nowhere: marks of the environment;
 * interpreters, pip and activate scripts.
 */
static bool is_made(const char *path)
{
	static const char *const patterns[] = {
		"pyvenv.cfg",
		".gitignore",
		".lock",
		".project",
		"CACHEDIR.TAG",
		"pip.conf",
		"pip-selfcheck.json",
		"lib64",
		"local/*",
		"include/python[0-9]*",
		"bin/libpypy*",
		"bin/activate",
		"bin/activate.bat",
		"bin/activate.csh",
		"bin/activate.fish",
		"bin/activate.nu",
		"bin/activate.ps1",
		"bin/activate.xsh",
		"bin/activate_this.py",
		"bin/Activate.ps1",
		"bin/deactivate.bat",
		"bin/deactivate.nu",
		"bin/pydoc.bat",
		"lib*/*/site-packages/*.egg-link",
		"lib*/*/site-packages/easy-install.pth",
		"lib*/*/site-packages/_virtualenv.p*",
		NULL,
	};

	return matches_one_of(patterns, path) ||
	       (starts_with(path, "bin/") && is_made_program(path + strlen("bin/")));
}

/*
 * A tool makes the file, or all that is in the directory, of the path PATH: metadata, eggs, and
 * leftovers of pip, which begin with '~'.
 */
static bool is_metadata(const char *path)
{
	static const char *const patterns[] = {
		"lib*/*/site-packages/*.dist-info",
		"lib*/*/site-packages/*.egg-info",
		"lib*/*/site-packages/*.egg",
		"lib*/*/site-packages/~*",
		NULL,
	};

	return matches_one_of(patterns, path);
}

/* NAME in DIR is bytecode for a source beside it, as Python 2 makes it. */
static bool has_source(int dir, const char *name)
{
	size_t len = strlen(name);

	return ends_with(name, ".pyc") && !faccessat(dir, mem_dup(name, len - 1), F_OK, 0);
}

/* A tool or a package makes an entry NAME in an environment, which is open as DIR. */
static bool is_usual(int dir, const char *name)
{
	static const char *const dirs[] = { "bin",   "include", "lib", "share",   "etc", "man",
					    "local", "Scripts", "Lib", "Include", NULL };

	return is_one_of(name, dirs) || is_made(name) || temp_name_is_private(dir, name);
}

int extra_files(const char *path, const char *also, struct strings *names)
{
	int dir = files_open_dir(AT_FDCWD, path), failed = dir < 0;
	struct strings all = { 0 };

	failed = failed || dir_names(dir, &all);
	for (size_t i = 0; i < all.count; i++)
		if (!is_usual(dir, all.list[i]) && !(also && streq(all.list[i], also)))
			strings_add(names, all.list[i]);
	file_close(dir);
	owned_drop(path, names);
	return failed ? -1 : 0;
}

/* ---- in the whole environment ------------------------------------------------------ */

static int add_file(struct tree_walk *walk, int dir, const char *name)
{
	const char *path = walk->path.data;

	if (!is_made(path) && !is_metadata(path) && !has_source(dir, name) &&
	    !temp_name_is_private(dir, name))
		strings_add(walk->arg, mem_dups(path));
	return 0;
}

static int enter_unowned(struct tree_walk *walk, int dir, const char *name)
{
	const char *path = walk->path.data;
	/* pip's clones of editables: one name stands for all files in them. */
	bool is_src = streq(path, "src");

	if (is_src)
		strings_add(walk->arg, "src");
	return is_src || is_metadata(path) || streq(name, "__pycache__") ? TREE_SKIP : 0;
}

int unowned_files(const char *path, struct strings *paths)
{
	struct tree_walk walk = {
		.file = add_file, .enter = enter_unowned, .arg = paths, .keeps = true
	};

	if (tree_walk(&walk, AT_FDCWD, path))
		return error_errno("cannot read '%s'", shown(tree_fault(path)));
	owned_drop(path, paths);
	return 0;
}

/* ---- messages ---------------------------------------------------------------------- */

const char *extra_files_text(const struct strings *names)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < names->count && i < NAMES_SHOWN; i++)
		buf_putl(&text, i ? ", '" : "'", shown(names->list[i]), "'");
	buf_puts(&text, names->count > NAMES_SHOWN ? ", ..." : "");
	return text.data;
}

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

int check_extra_files(const char *path, const char *also)
{
	struct strings names = { 0 };

	if (extra_files(path, also, &names))
		return error_errno("cannot read '%s'", shown(path));
	if (!names.count)
		return 0;
	return error("'%s' holds more than an environment: %s%s", shown(path),
		     extra_files_text(&names), moved_beside(path, &names));
}
