/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which Python an environment is of, and which one there is for it. */
#include <fcntl.h>
#include <stdlib.h>

#include "cli/pep440.h"
#include "cli/python.h"
#include "cli/repair.h"
#include "cli/unseen.h"
#include "core/chain.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "print/msg.h"
#include "records/guard.h"

#include "core/banned.h"

enum {
	/** versions that lie side by side */
	SIBLINGS_MAX = 1024,
};

/* "Python 3.11", "PyPy 3.10", "free-threaded Python 3.13". */
static const char *called(const char *implementation, const char *series, bool free_threaded)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, free_threaded ? "free-threaded " : "", python_called(implementation), " ",
		 series);
	return b.data;
}

/* ---- of which Python it is ---------------------------------------------- */

static bool visit_lib(void *arg, int fd, const char *name, int type)
{
	struct repair_look *l = arg;
	struct repair_python *python = &l->python;
	const char *version = l->repair->venv.cfg.version;
	const char *lib = path_join("lib", name);
	struct python_name parsed;
	struct stat st;

	(void)fd;
	(void)type;
	if (!python_name_parse(name, &parsed) || !strchr(parsed.version, '.') ||
	    repair_stat(l, path_join(lib, "site-packages"), AT_SYMLINK_NOFOLLOW, &st))
		return true;
	/* Of several the one that pyvenv.cfg speaks of. */
	if (python->series && !streq(cfg_series(version), parsed.version))
		return true;
	*python = (struct repair_python){
		.implementation = parsed.implementation,
		.series = parsed.version,
		.free_threaded = parsed.free_threaded,
	};
	return true;
}

static void find_python(struct repair_look *l)
{
	const char *version = l->repair->venv.cfg.version;
	const char *lib = repair_path(l, "lib");
	struct repair_python *python = &l->python;

	*python = (struct repair_python){ .implementation = "cpython" };
	/* Without a lib it has no packages that could be for another. */
	if (file_scan(lib, visit_lib, l)) {
		unseen(lib);
		return;
	}
	if (python->series)
		return;
	if (*cfg_series(version))
		python->series = cfg_series(version);
}

/* ---- which there is ----------------------------------------------------- */

static bool is_like(const struct repair_look *l, const struct interpreter *interpreter)
{
	const struct repair_python *python = &l->python;

	if (!python->series)
		return true;
	return streq(interpreter->implementation, python->implementation) &&
	       interpreter->free_threaded == python->free_threaded &&
	       streq(cfg_series(interpreter->version), python->series);
}

bool repair_fits(const struct repair_look *l, const char *path, struct interpreter *interpreter)
{
	const char *problem;

	if (!unseen_program(path))
		return false;
	path = python_resolve(l->ctx, path, &problem);
	return path && interpreter_read(path, interpreter) && is_like(l, interpreter);
}

/* Take PATH, if it is one. */
static bool take(struct repair_look *l, const char *path)
{
	if (!repair_fits(l, path, &l->base.interpreter))
		return false;
	l->base.path = path;
	return true;
}

/* A Python in directory HOME, by one of the names that may be linked to. */
static bool take_in(struct repair_look *l, const char *home)
{
	struct buf versioned = BUF_INIT;
	const char *exe = l->base.old ? path_base(l->base.old) : "python3";

	buf_putl(&versioned, streq(l->python.implementation, "pypy") ? "pypy" : "python",
		 l->python.series ? l->python.series : "3");

	const char *const names[] = { exe, "python3", versioned.data, "python", "pypy3" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (take(l, path_join(home, names[i])))
			return true;
	return false;
}

/* Nobody but the user and root can have put it there, or can lead its name elsewhere. */
static bool is_safe(struct repair_look *l, const char *path)
{
	const struct user *user = &l->ctx->user;
	struct openings o = { 0 };
	struct chain chain;

	if (chain_of(path, &chain))
		return false;
	openings_of_chain(&o, user, &chain);
	openings_of_way(&o, user, path);
	if (o.count && !l->refused) {
		l->refused = path;
		l->opening = o.list[0];
	}
	return !o.count;
}

/* The directory that the old one was in. */
static const char *old_home(const struct repair_look *l)
{
	return l->base.old ? path_parent(l->base.old) : l->repair->venv.cfg.home;
}

/** The versions that lie beside the one that is gone. */
struct siblings {
	struct repair_look *l;
	/** what they lie in */
	const char *dir;
	size_t left;
	struct repair_base best;
};

/* Of one version, whichever the directory has first is not to decide. */
static bool is_better(const struct repair_base *one, const struct repair_base *best)
{
	int order = best->path ?
			    pep440_compare(one->interpreter.version, best->interpreter.version) :
			    1;

	return order > 0 || (!order && strcmp(one->path, best->path) < 0);
}

static bool visit_sibling(void *arg, int fd, const char *name, int type)
{
	struct siblings *s = arg;
	struct repair_look *l = s->l;
	const char *home = path_join(path_join(s->dir, name), "bin");

	(void)fd;
	(void)type;
	/* pyenv has environments there as well. */
	if (!python_in_env(path_join(home, "python")) && take_in(l, mem_dups(home)) &&
	    repair_base_is_whole(&l->base.interpreter) && is_safe(l, l->base.path) &&
	    is_better(&l->base, &s->best))
		s->best = l->base;
	return --s->left > 0;
}

/*
 * versions/3.11.9 where versions/3.11.7 was; Homebrew's Cellar and uv's
 * directory are made alike.
 */
static bool take_sibling(struct repair_look *l)
{
	const char *home = old_home(l);
	struct siblings s = { .l = l, .left = SIBLINGS_MAX };

	if (!home || home[0] != '/' || !streq(path_base(home), "bin") ||
	    !strpbrk(path_base(path_parent(home)), "0123456789"))
		return false;
	s.dir = path_parent(path_parent(home));
	s.best.old = l->base.old;
	if (file_scan(s.dir, visit_sibling, &s))
		s.best.path = NULL;
	l->base = s.best;
	return l->base.path != NULL;
}

/*
 * What does not start is none.  Only what is installed is asked: what an
 * environment names, somebody may have sent along with it.
 */
static bool is_answering(struct interpreter *i)
{
	struct python python;

	if (python_ask(i->path, &python))
		return false;
	/* Where no file says all of it. */
	if (streq(i->version, cfg_series(i->version)))
		i->version = python.version;
	return true;
}

static bool take_installed(struct repair_look *l)
{
	struct interpreters all;

	interpreters_find(l->ctx, &all);
	for (size_t i = 0; i < all.count; i++) {
		struct interpreter *one = &all.list[i];

		/* What is on PATH runs whenever the user names it, whoever put it there. */
		if (!is_like(l, one) ||
		    (!pathvar_has(getenv("PATH"), path_parent(one->path)) &&
		     !is_safe(l, one->path)) ||
		    !is_answering(one))
			continue;
		l->base.path = one->path;
		l->base.interpreter = *one;
		return true;
	}
	return false;
}

/* Why none was taken, of those that are called NAME. */
static const char *why_none(const struct repair_look *l, const char *name)
{
	struct buf b = BUF_INIT;

	if (!l->refused)
		return finding_text("%s is not installed", name);
	opening_text(&b, &l->opening);
	return finding_text("'%s' would do, but %s", shown(l->refused), b.data);
}

/* By itself `recreate` takes the same minor alone, which is not there. */
static const char *renewal(const struct repair_look *l)
{
	const struct repair_python *want = &l->python;
	struct buf b = BUF_INIT;
	const char *nearest;

	if (l->refused || !want->series)
		return NULL;
	buf_putl(&b, streq(want->implementation, "cpython") ? "python" : want->implementation,
		 want->series, want->free_threaded ? "t" : "");
	nearest = python_nearest(l->ctx, b.data);
	return nearest ? finding_text("recreate -p %s", nearest) : NULL;
}

static const char *old_path(const struct repair_look *l)
{
	return l->base.old ? l->base.old : l->repair->venv.cfg.home;
}

/* In words; with PYTHON_UPGRADED, which only names tell, VENV is what it is now. */
static const char *what_changed(const struct repair_look *l, struct venv *venv)
{
	const char *old = old_path(l);

	*venv = l->repair->venv;
	venv_check_python(venv);
	if (venv->health == PYTHON_UPGRADED)
		return venv_problem(venv);
	return finding_text("its Python '%s' is %s", shown(old),
			    file_is_program(old) ? "another by now" : "gone");
}

static void tell_missing(struct repair_look *l)
{
	const struct repair_python *want = &l->python;
	const char *name = called(want->implementation, want->series, want->free_threaded);
	const char *none = why_none(l, name), *what;
	struct venv now;
	bool upgraded;

	what = what_changed(l, &now);
	upgraded = now.health == PYTHON_UPGRADED;
	l->renewal = upgraded ? finding_text("recreate -p %s", now.series) : renewal(l);
	repair_beyond(l, upgraded ? "minor-mismatch" : "base-missing", l->base.old,
		      finding_text("%s; %s", what, none));
}

static void tell_changed(struct repair_look *l)
{
	const struct repair_base *base = &l->base;
	struct venv now;

	repair_mendable(l, "base-gone", old_path(l),
			finding_text("%s; '%s' is %s", what_changed(l, &now), shown(base->path),
				     base->interpreter.version));
}

/* Another one where the old one was. */
static bool take_home(struct repair_look *l)
{
	const char *home = l->repair->venv.cfg.home;
	struct repair_base *base = &l->base;

	if (home[0] != '/' || !take_in(l, path_clean(home)))
		return false;
	/* Else only a link leads elsewhere. */
	base->changed = base->old && streq(path_parent(base->old), path_clean(home));
	return !base->changed || repair_base_is_whole(&base->interpreter);
}

/* One that is there; without, that is told. */
static bool find_base(struct repair_look *l)
{
	struct repair_base *base = &l->base;

	find_python(l);
	base->old = python_linked(l->repair->dir, l->repair->venv.path);
	/* A link into the environment itself, where it was once, is no base. */
	if (base->old && path_under(base->old, l->repair->venv.path))
		base->old = NULL;
	for (size_t i = 0; base->old && l->relocation.from[i]; i++)
		if (path_under(base->old, l->relocation.from[i]))
			base->old = NULL;
	if ((base->old && take(l, base->old)) || take_home(l))
		return true;
	/* It may be there: none is to take its place. */
	if (unseen_text())
		return false;
	base->changed = take_sibling(l) || take_installed(l);
	/* Of many that it could be, some may be closed. */
	unseen_begin();
	if (base->changed)
		return true;
	base->path = NULL;
	tell_missing(l);
	return false;
}

void repair_find_base(struct repair_look *l)
{
	struct repair_base *base = &l->base;
	const char *lib;

	if (!find_base(l))
		return;
	lib = repair_lib_elsewhere(l);
	if (lib) {
		repair_beyond(l, "base-missing", lib,
			      base->changed ? finding_text("its Python in '%s' is gone; of "
							   "Python 2, lib leads there as "
							   "well, and not to that of '%s'",
							   shown(old_home(l)), shown(base->path)) :
					      finding_text("'%s' leads to what is gone; of "
							   "Python 2, lib is the base's",
							   shown(lib)));
		base->path = NULL;
		base->changed = false;
		return;
	}
	if (base->changed)
		tell_changed(l);
}
