/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether a file of the environment is an interpreter that works here; and of a
 * script in its place, what can be known without starting it.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/launcher.h"
#include "cli/elf.h"
#include "cli/layout.h"
#include "cli/own.h"
#include "cli/repair.h"
#include "cli/unseen.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"

#include "core/banned.h"

enum {
	/** bytes of a script around an interpreter */
	WRAPPER_MAX = 64 * 1024,
	/** scripts that start scripts; more than any kernel goes on for */
	SCRIPTS_MAX = 16,
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

bool repair_base_is_whole(const struct interpreter *i)
{
	const char *own = own_program();
	struct elf_kind kind, ours;

	/* Without the latter none starts, and it comes with the rest. */
	if (!i->stdlib || !unseen_exists(path_join(i->stdlib, "encodings")))
		return false;
	/* Not all systems have programs of this form. */
	return !is_elf(open(own, O_RDONLY | O_CLOEXEC), own, &ours) ||
	       (is_elf(open(i->real, O_RDONLY | O_CLOEXEC), i->real, &kind) &&
		elf_same_kind(&kind, &ours));
}

/* It is for this machine, and of the version that the base is of. */
bool repair_copy_works(const struct repair_look *l, const char *file)
{
	const char *path = repair_path(l, file);
	const char *real = l->base.interpreter.real;
	struct elf_kind copy, base;
	struct interpreter own;
	struct stat st;
	bool native = is_elf(files_open(l->repair->dir, file), path, &copy);
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

/* What the script at PATH starts by its first lines; NULL: it is none that is known. */
static const char *started_by(const struct repair_look *l, const char *path)
{
	const char *root = l->repair->venv.path, *file;
	struct launcher head;
	struct text text;
	char real[PATH_MAX];

	if (!realpath(path, real)) {
		unseen(path);
		return NULL;
	}
	file = path_under(real, root) ? real + strlen(root) + 1 : real;
	/* What cannot be read is none, either. */
	if (rewrites_read(&l->repair->plan, file, WRAPPER_MAX, &text) ||
	    !launcher_parse(text.data, text.len, &head))
		return NULL;
	return head.interpreter;
}

bool repair_comes_to(const struct repair_look *l, const char *path, const char *file)
{
	for (int i = 0; path && i < SCRIPTS_MAX; i++) {
		if (file && unseen_same(path, repair_path(l, file)))
			return true;
		path = started_by(l, path);
	}
	return path != NULL;
}

static const char may_be_old[] = ", which may start the old Python";

static void tell_unsure(struct repair_look *l, const char *file, const char *why)
{
	const char *path = repair_path(l, file);

	repair_reported(l, "wrapper", path, finding_text("'%s' is a script%s", shown(path), why));
}

/*
 * FILE is a script that may start Python in a way of its user's: none is started to see
 * whether it does.
 */
static bool is_wrapper(struct repair_look *l, const char *file)
{
	struct text text;

	if (repair_read(l, file, WRAPPER_MAX, &text) || !starts_with(text.data, "#!") ||
	    !strstr(text.data, "py") || repair_comes_to(l, repair_path(l, file), NULL))
		return false;
	if (l->base.changed)
		tell_unsure(l, file, may_be_old);
	return true;
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

/* Why the script FILE, which holds TEXT, cannot start Python; NULL: it may. */
static const char *dead_end(const struct repair_look *l, const char *file, const struct text *text)
{
	const char *path = repair_path(l, file);
	struct launcher head;

	/* What is in the environment may still be mended. */
	if (launcher_parse(text->data, text->len, &head) &&
	    !path_under(head.interpreter, l->repair->venv.path) && !unseen_exists(head.interpreter))
		return finding_text("'%s' is a script for '%s', which is gone", shown(path),
				    shown(head.interpreter));
	if (repair_comes_to(l, path, NULL))
		return finding_text("'%s' is a script that starts itself, and "
				    "so nothing",
				    shown(path));
	return NULL;
}

bool repair_script(struct repair_look *l, const char *file)
{
	const char *path = repair_path(l, file), *why;
	struct text text;

	/* In what is that large it is not sought. */
	if (repair_read(l, file, WRAPPER_MAX, &text))
		return true;
	if (!starts_with(text.data, "#!")) {
		repair_reported(l, "script", path,
				finding_text("'%s' is a script without '#!', "
					     "which only a shell starts",
					     shown(path)));
		return false;
	}
	why = dead_end(l, file, &text);
	if (why)
		repair_beyond(l, "script", path, why);
	else if (l->base.changed)
		tell_unsure(l, file, may_be_old);
	else if (!strstr(text.data, "py"))
		tell_unsure(l, file, " that names no Python");
	return !why;
}

bool repair_is_python(struct repair_look *l, const char *file)
{
	return (is_python(repair_path(l, file)) && repair_copy_works(l, file)) ||
	       is_wrapper(l, file);
}
