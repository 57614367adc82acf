/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a file of the environment is an interpreter that works here. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/elf.h"
#include "cli/layout.h"
#include "cli/repair_parts.h"
#include "cli/tree.h"
#include "cli/unseen.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** bytes of a script around an interpreter */
	WRAPPER_MAX = 64 * 1024,
};

/* What PATH, open as FD or not, is for; FD is closed. */
static bool is_elf(int fd, const char *path, struct elf_kind *kind)
{
	bool is;

	if (fd < 0)
		return unseen(path);
	is = elf_kind(fd, path, kind);
	close(fd);
	return is;
}

/* FILE is for this machine, and of the version that the base is of. */
static bool is_sound_copy(const struct repair_look *l, const char *file)
{
	const char *path = repair_path(l, file);
	const char *real = l->base.interpreter.real;
	struct elf_kind copy, base;
	struct interpreter own;
	struct stat st;
	bool native = is_elf(tree_open_file(l->repair->dir, file), path, &copy);
	bool known = is_elf(open(real, O_RDONLY | O_CLOEXEC), real, &base);

	/* Not all systems have programs of this form. */
	if (!known)
		return !repair_stat(l, file, 0, &st) && st.st_size > 0;
	if (!native || !elf_same_kind(&copy, &base))
		return false;
	if (l->base.changed)
		return false;
	/* That of another version starts with the wrong library. */
	return !interpreter_read(path, &own) || !strchr(own.version, '.') ||
	       streq(own.version, l->base.interpreter.version) ||
	       streq(own.version, cfg_series(own.version));
}

/*
 * FILE is a script that may start Python in a way of its user's: none is started to see
 * whether it does.
 */
static bool is_wrapper(const struct repair_look *l, const char *file)
{
	struct text text;
	struct stat st;

	return !repair_stat(l, file, 0, &st) && (st.st_mode & 0111) &&
	       !repair_read(l, file, WRAPPER_MAX, &text) &&
	       starts_with(text.data, "#!") && strstr(text.data, "py");
}

/* PATH, which lies in the environment, is an interpreter, whatever its name is. */
static bool is_python(const char *path)
{
	const char *library, *runpath;
	struct python_name parsed;
	struct elf *elf;
	bool is;

	/* One that is linked statically may export nothing. */
	if (python_name_parse(path_base(path), &parsed))
		return true;
	elf = elf_open(path);
	if (!elf)
		return false;
	elf_needs(elf, "libpy", &library, &runpath);
	is = library || elf_exports(elf, "Py_Main");
	elf_close(elf);
	return is;
}

bool repair_copy_works(const struct repair_look *l, const char *file)
{
	return is_sound_copy(l, file) || is_wrapper(l, file);
}

bool repair_is_python(const struct repair_look *l, const char *file)
{
	return (is_python(repair_path(l, file)) && is_sound_copy(l, file)) ||
	       is_wrapper(l, file);
}
