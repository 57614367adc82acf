/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether an environment can be made at a place: all that speaks against it. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "cli/allow.h"
#include "cli/create.h"
#include "cli/interpreters.h"
#include "cli/layout.h"
#include "cli/place.h"
#include "cli/removal.h"
#include "cli/site.h"
#include "cli/target.h"
#include "cli/typed.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"

#include "core/banned.h"

const char *create_abspath(const struct context *ctx, const char *name)
{
	if (name[0] != '/' && !ctx->physical)
		return NULL;
	return path_clean(path_join(ctx->physical ? ctx->physical : "/", name));
}

const char *create_project(const struct context *ctx, const char *target)
{
	if (ctx->physical && streq(ctx->physical, target))
		return target;
	return path_parent(target);
}

static int open_place(const struct context *ctx, struct create_place *place)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	struct file_info info;

	if (file_lstat(place->target, &info)) {
		if (errno == ENOENT)
			return 0;
		return error_errno("cannot make '%s'", shown(place->name));
	}
	if (S_ISLNK(info.mode))
		return error("'%s' is a link; name what it leads to, or remove "
			     "it first",
			     shown(place->name));
	if (S_ISREG(info.mode) && streq(path_base(place->target), ".venv"))
		return error("'%s' is a redirect to an environment elsewhere; "
			     "%s removes it",
			     shown(place->name),
			     typed_in(ctx, path_parent(place->target), "avenv use --clear"));
	if (!S_ISDIR(info.mode))
		return error("'%s' is there and is not a directory; remove it "
			     "first",
			     shown(place->name));
	place->dir = open(place->target, flags);
	if (place->dir < 0)
		return error_errno("cannot open '%s'", shown(place->name));
	venv_read(place->target, &place->venv);
	place->is_env = venv_is_env(&place->venv);
	return 0;
}

/** What is in lib: the directory that is wanted there, and another like it. */
struct libraries {
	const char *wanted, *other;
	bool there;
};

static bool visit_lib(void *arg, int fd, const char *name, int type)
{
	struct libraries *libs = arg;
	struct stat st;

	(void)type;
	if (!site_is_library(name))
		return true;
	if (streq(name, libs->wanted))
		libs->there = true;
	else if (!fstatat(fd, path_join(name, "site-packages"), &st, 0))
		libs->other = mem_dups(name);
	return true;
}

/* VERSION is one of SERIES: "3.11.2" of "3.11". */
static bool is_of_series(const char *version, const char *series)
{
	size_t len = strlen(series);

	return starts_with(version, series) && (version[len] == '.' || !version[len]);
}

/* "Python 3.13t" of "python3.13t", as a directory in lib is called. */
static const char *called(const char *library)
{
	bool pypy = starts_with(library, "pypy");
	struct buf b = BUF_INIT;

	buf_putl(&b, pypy ? "PyPy " : "Python ", library + strlen(pypy ? "pypy" : "python"));
	return b.data;
}

const char *create_library(const char *version)
{
	size_t major = strcspn(version, ".");
	size_t minor = version[major] ? 1 + strcspn(version + major + 1, ".") : 0;
	struct buf b = BUF_INIT;

	buf_puts(&b, "python");
	buf_put(&b, version, major + minor);
	return b.data;
}

/*
 * What other Python the environment is of, as its directory in lib is called;
 * NULL: of the wanted one.
 */
static const char *other_python(const struct create_how *how, const struct create_place *place,
				const char *wanted)
{
	const char *version = place->venv.cfg.version;
	struct libraries libs = { .wanted = wanted };

	if (version && !is_of_series(version, how->python->series))
		return create_library(version);
	if (file_scan(path_join(place->target, "lib"), visit_lib, &libs) || libs.there ||
	    !libs.other)
		return NULL;
	return libs.other;
}

int create_same_python(const struct create_place *place, const struct python *python,
		       struct python *same)
{
	const char *base;

	*same = *python;
	if (!place->is_env)
		return 0;
	unseen_begin();
	base = python_linked(place->dir, place->venv.path);
	if (base && unseen_same(base, python->path) && !python_in_env(base)) {
		same->path = base;
		same->home = path_parent(base);
		same->exe = path_base(base);
	}
	return unseen_text() ? error("%s", unseen_text()) : 0;
}

static int check_same_python(struct context *ctx, const struct create_how *how,
			     const struct create_place *place, const char *real)
{
	const char *site = layout_site(how->python);
	const char *wanted = path_base(path_parent(site));
	const char *other = other_python(how, place, wanted);
	struct buf anew = BUF_INIT;

	if (!other)
		return 0;
	if (!place->is_env)
		return error("what is installed in '%s' is for %s, not for %s; "
			     "'-p %s' keeps it",
			     shown(place->name), shown(called(other)), called(wanted),
			     shown(other));
	buf_putl(&anew, "avenv recreate -p ", wanted);
	return error("'%s' is an environment of %s, not of %s; '-p %s' keeps "
		     "it, %s makes it anew with what is in it, '--clear' with "
		     "nothing",
		     shown(place->name), shown(called(other)), called(wanted), shown(other),
		     place_line(ctx, anew.data, real));
}

static int check_dir(const struct create_place *place, const char *name)
{
	struct stat st;

	if (fstatat(place->dir, name, &st, AT_SYMLINK_NOFOLLOW) || S_ISDIR(st.st_mode))
		return 0;
	return error("'%s' is in the way: it is not a directory",
		     shown(path_join(place->name, name)));
}

/* Where the directories of an environment are to be is nothing else. */
static int check_dirs(const struct create_how *how, const struct create_place *place)
{
	const char *site = layout_site(how->python);

	if (check_dir(place, "bin") || check_dir(place, "include") || check_dir(place, "lib") ||
	    check_dir(place, path_parent(site)))
		return -1;
	if (check_dir(place, site))
		return -1;
	/* One that is shared by a link is replaced by hand, not through it. */
	for (size_t i = 0; i < how->wheel_count; i++)
		if (check_dir(place, path_join(site, how->wheels[i].name)))
			return -1;
	return 0;
}

/* --clear: what goes is an environment, and nothing besides. */
static int check_clear(const struct context *ctx, const struct create_place *place,
		       const char *real)
{
	const char *home = ctx->settings.home;
	struct file_info info;
	struct chain chain;
	int empty;

	if (home && !chain_of(home, &chain) && path_under(chain.path, real))
		return error("'%s' is not cleared: your home directory is in "
			     "it",
			     shown(place->name));
	if (!file_lstat(path_join(real, ".git"), &info))
		return error("'%s' is not cleared: it is a git repository", shown(place->name));
	if (!file_is_missing(errno))
		return error_errno("cannot look at '%s'", shown(path_join(place->name, ".git")));
	if (place->is_env)
		return removal_refused(place->dir, real) || removal_foreign(real, NULL) ? -1 : 0;
	empty = files_is_empty(place->dir);
	if (empty < 0)
		return error_errno("cannot read '%s'", shown(place->name));
	if (!empty)
		return error("'%s' is not cleared, as it is not an environment; "
			     "remove it first if that is what you want",
			     shown(place->name));
	return 0;
}

static int check_tracked(const struct context *ctx, const struct create_place *place,
			 const char *real)
{
	struct buf why = BUF_INIT;

	if (!slot_tracked(real, &why))
		return 0;
	return error("'%s' is not made: %s; %s makes it all the same", shown(place->name), why.data,
		     typed_here(ctx, "avenv create --tracked"));
}

/* All below it would be in an environment, and trusted with it. */
static int check_home(const struct context *ctx, const struct create_place *place, const char *real)
{
	if (streq(real, "/"))
		return error("'%s' is the root of all directories; name one "
			     "in it",
			     shown(place->name));
	if (target_is_home(&ctx->settings, real))
		return error("'%s' is your home directory; name one in it, as "
			     "'%s'",
			     shown(place->name), shown(path_join(place->name, ".venv")));
	return 0;
}

int create_look(struct context *ctx, const struct create_how *how, const char *name,
		struct create_place *place)
{
	const char *target = *name ? create_abspath(ctx, name) : NULL;
	const char *real;

	*place = (struct create_place){ .name = name,
					.typed = typed_elsewhere(ctx) ? target : name,
					.target = target,
					.dir = -1 };
	if (place_check_empty(name))
		return -1;
	if (!target)
		return place_lost_error();
	real = place_real(target);
	if (place_check_name(target) || (real && check_home(ctx, place, real)) ||
	    open_place(ctx, place))
		return -1;
	if (how->upgrade && !place->is_env)
		return error("'%s' is not an environment; without '--upgrade' one "
			     "is made",
			     shown(name));
	if (real && !how->tracked && check_tracked(ctx, place, real))
		return -1;
	if (place->dir < 0)
		return 0;
	if (!real)
		real = target;
	if (how->clear && check_clear(ctx, place, real))
		return -1;
	if (create_there(ctx, how, place, real))
		return -1;
	if (how->clear)
		return 0;
	if (check_same_python(ctx, how, place, real))
		return -1;
	return check_dirs(how, place);
}
