/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which interpreter an environment is made anew with. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/create.h"
#include "cli/interpreters.h"
#include "cli/layout.h"
#include "cli/recreate.h"
#include "cli/site.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

/** The directory of an environment's Python in its lib. */
struct library {
	/** "3.11.2", or NULL */
	const char *version;
	/** "python3.11", "pypy3.10"; as -p has it, too */
	const char *name;
};

/* NAME, "python3.11", is of VERSION. */
static bool is_of(const char *name, const char *version)
{
	const char *series = name + strcspn(name, "0123456789");
	size_t len = strspn(series, "0123456789.");

	return version && !strncmp(version, series, len) && (version[len] == '.' || !version[len]);
}

static bool visit(void *arg, int fd, const char *name, int type)
{
	struct library *library = arg;
	struct stat st;

	(void)type;
	if (!site_is_library(name) ||
	    fstatat(fd, path_join(name, "site-packages"), &st, AT_SYMLINK_NOFOLLOW))
		return true;
	/* What an upgrade to another minor left may lie beside it. */
	if (!library->name || is_of(name, library->version))
		library->name = mem_dups(name);
	return true;
}

/* NULL: there is none. */
static const char *library_of(const struct venv *venv)
{
	struct library library = { .version = venv->cfg.version };

	if (file_scan(path_join(venv->path, "lib"), visit, &library) || !library.name)
		return library.version ? create_library(library.version) : NULL;
	return library.name;
}

static const char *library_for(const struct python *python)
{
	return path_base(path_parent(layout_site(python)));
}

/* By the name that the environment knows it by. */
static int as_known(const struct venv *venv, struct python *python)
{
	struct create_place place = { .is_env = true, .venv = *venv };
	const struct python asked = *python;
	int ret;

	place.dir = open(venv->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (place.dir < 0)
		return error_errno("cannot open '%s'", shown(venv->path));
	ret = create_same_python(&place, &asked, python);
	close(place.dir);
	return ret;
}

static bool is_installed(struct context *ctx, const struct interpreter *one)
{
	struct interpreters all;

	interpreters_find(ctx, &all);
	for (size_t i = 0; i < all.count; i++)
		if (all.list[i].dev == one->dev && all.list[i].ino == one->ino)
			return true;
	return false;
}

/*
 * What it was made of, where that is still there and of the same minor: 1; 0: it is
 * gone.  -1, having said why: nobody can tell, or it does not answer, or, unless
 * ALLOWED, nobody but the environment names it.
 */
static int ask_same(struct context *ctx, const struct venv *venv, bool allowed, const char *library,
		    struct python *python)
{
	struct interpreter interpreter;
	const char *problem, *path;
	bool there;

	unseen_begin();
	path = python_resolve(ctx, venv_python(venv), &problem);
	there = path && unseen_program(path) && interpreter_read(path, &interpreter);
	if (unseen_text())
		return error("%s", unseen_text());
	if (!there)
		return 0;
	/* Somebody may have sent it along. */
	if (!allowed && !is_installed(ctx, &interpreter))
		return error("'%s' is not started: only '%s' names it, which "
			     "is not allowed",
			     shown(path), shown(venv->path));
	if (python_ask(path, python))
		return -1;
	return streq(library_for(python), library);
}

static int pick_same(struct context *ctx, const struct venv *venv, bool allowed,
		     const char *library, struct python *python)
{
	int there = ask_same(ctx, venv, allowed, library, python);
	const char *why;

	if (there > 0)
		return as_known(venv, python);
	if (there < 0 || python_pick(ctx, library, path_parent(venv->path), python, &why))
		return error("'%s' was made of that; '-p PYTHON' makes it anew "
			     "with another one",
			     shown(venv->path));
	note("the Python that '%s' was made of is gone; this is %s, '%s'", shown(venv->path),
	     python->version, shown(python->path));
	return 0;
}

int recreate_python(struct context *ctx, const struct venv *venv, bool allowed, const char *spec,
		    struct python *python)
{
	const char *library = library_of(venv), *why;

	if (!spec && !library)
		return error("nothing in '%s' says which Python it was made "
			     "of; '-p PYTHON' does",
			     shown(venv->path));
	if (!spec)
		return pick_same(ctx, venv, allowed, library, python);
	if (python_pick(ctx, spec, path_parent(venv->path), python, &why))
		return -1;
	if (library && !streq(library, library_for(python)))
		note("'%s' was made of %s, and will be of %s", shown(venv->path), shown(library),
		     library_for(python));
	return 0;
}
