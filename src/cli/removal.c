/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/removal.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/record_csv.h"
#include "cli/dist_record.h"
#include "cli/envs.h"
#include "cli/site.h"
#include "cli/stage_dir.h"
#include "cli/subject.h"
#include "cli/target.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/tree.h"

#include "core/banned.h"

enum {
	/** how many of several names are shown */
	NAMES_SHOWN = 3,
};

/* ---- what else lies in it ----------------------------------------------- */

/* What venv, virtualenv, uv, pip, installed packages and we put there. */
static bool is_usual(const char *name)
{
	static const char *const usual[] = {
		"bin",   "include",      "lib",        "lib64",    "share",    "etc",
		"man",   "pyvenv.cfg",   ".gitignore", "Scripts",  "Lib",      "Include",
		".lock", "CACHEDIR.TAG", "local",      ".project", "pip.conf", "pip-selfcheck.json",
	};

	for (size_t i = 0; i < ARRAY_SIZE(usual); i++)
		if (streq(name, usual[i]))
			return true;
	return stage_is_private(name);
}

/** Names, of which some are shown. */
struct some {
	/** one that is not taken; or NULL */
	const char *except;
	struct buf text;
	size_t count;
};

static void add_name(struct some *names, const char *name)
{
	if (names->count++ < NAMES_SHOWN)
		buf_putl(&names->text, names->count > 1 ? ", '" : "'", shown(name), "'");
}

static const char *names_text(struct some *names)
{
	if (names->count > NAMES_SHOWN) {
		buf_puts(&names->text, " and ");
		buf_putu(&names->text, names->count - NAMES_SHOWN);
		buf_puts(&names->text, " more");
	}
	return names->text.data;
}

static bool note_foreign(void *arg, int fd, const char *name, int type)
{
	struct some *names = arg;

	(void)fd;
	(void)type;
	if (!is_usual(name) && !(names->except && streq(name, names->except)))
		add_name(names, name);
	return true;
}

/** Looking for the packages that an entry of lib belongs to. */
struct owners {
	/** a site-packages in it, and the name of the entry */
	const char *site, *name;
	bool found;
};

/* RECORD names what lies in lib itself as "../../NAME". */
static bool look_in_record(void *arg, int fd, const char *name, int type)
{
	struct owners *o = arg;
	struct buf row = BUF_INIT;
	const char *record;
	struct text text;

	(void)fd;
	(void)type;
	if (fnmatch("*.dist-info", name, 0) != 0)
		return true;
	record = path_join(path_join(o->site, name), "RECORD");
	if (file_slurp(record, RECORD_MAX, &text)) {
		unseen(record);
		return true;
	}
	buf_putl(&row, "../../", o->name);
	for (const char *at = text.data; (at = strstr(at, row.data)); at++) {
		char end = at[row.len];

		if ((at == text.data || at[-1] == '\n' || at[-1] == '"') &&
		    (end == '/' || end == ',' || end == '"'))
			o->found = true;
	}
	return !o->found;
}

/** The entries of an environment's lib. */
struct library {
	/** its path */
	const char *path;
	/** those that may be foreign, and the directories of Python */
	struct strings others, pythons;
};

static bool note_library(void *arg, int fd, const char *name, int type)
{
	struct library *lib = arg;

	(void)fd;
	(void)type;
	strings_add(site_is_library(name) ? &lib->pythons : &lib->others, mem_dups(name));
	return true;
}

static bool is_installed(const struct library *lib, const char *name)
{
	struct owners o = { .name = name };

	for (size_t i = 0; i < lib->pythons.count && !o.found; i++) {
		o.site = path_join(path_join(lib->path, lib->pythons.list[i]), "site-packages");
		if (file_scan(o.site, look_in_record, &o))
			unseen(o.site);
	}
	return o.found;
}

/* A project may have had a lib before it became an environment. */
static int note_foreign_in_lib(const char *env, struct some *names)
{
	struct library lib = { .path = path_join(env, "lib") };
	struct file_info info;

	/* What cannot be seen might be somebody's. */
	if (file_lstat(lib.path, &info))
		return file_is_missing(errno) ? 0 :
						error_errno("cannot open '%s'", shown(lib.path));
	if (!S_ISDIR(info.mode))
		return 0;
	if (file_scan(lib.path, note_library, &lib))
		return error_errno("cannot open '%s'", shown(lib.path));
	unseen_begin();
	for (size_t i = 0; i < lib.others.count; i++)
		if (!is_installed(&lib, lib.others.list[i]))
			add_name(names, path_join("lib", lib.others.list[i]));
	/* Whose that is it could say. */
	if (names->count && unseen_text())
		return error("%s", unseen_text());
	return 0;
}

/* `avenv create .` makes an environment of a directory that holds more. */
static int refuse_more(const char *path, struct some *names)
{
	if (!names->count)
		return 0;
	return error("'%s' holds more than an environment: %s; remove by hand "
		     "what should go",
		     shown(path), names_text(names));
}

int removal_foreign(const char *path, const char *also)
{
	struct some names = { .except = also, .text = BUF_INIT };

	if (file_scan(path, note_foreign, &names))
		return error_errno("cannot open '%s'", shown(path));
	if (note_foreign_in_lib(path, &names))
		return -1;
	return refuse_more(path, &names);
}

int removal_foreign_in(int fd, const char *path)
{
	struct some names = { .text = BUF_INIT };
	uint64_t room[512];

	if (file_scan_fd(fd, room, sizeof(room), note_foreign, &names))
		return error_errno("cannot open '%s'", shown(path));
	return refuse_more(path, &names);
}

int removal_refused(int fd, const char *path)
{
	return subject_changed(fd, path) ? -1 : removal_foreign_in(fd, path);
}

/* ---- in words ----------------------------------------------------------- */

/* The projects that use it: those that say so, or the one that it lies in. */
static const char *users(const struct context *ctx, const struct removal *r)
{
	struct some names = { .text = BUF_INIT };
	const char *last = NULL;

	for (size_t i = 0; i < r->pointers.count; i++) {
		const char *project = path_parent(r->pointers.list[i].file);

		/* Those of one project come together. */
		if (!last || !streq(project, last))
			add_name(&names, project);
		last = project;
	}
	if (!names.count && settings_name_is_fixed(&ctx->settings, path_base(r->path)))
		add_name(&names, path_parent(r->path));
	return names.count ? names_text(&names) : NULL;
}

/* What no package and no maker has in it goes with it all the same; NULL: nothing. */
static const char *unowned(const struct venv *venv)
{
	struct some names = { .text = BUF_INIT };
	struct dist_owners owners = { 0 };
	struct dist_unowned found;
	struct dists dists;

	dists_read(venv, &dists);
	dist_owners_read(venv, &dists, &owners);
	if (dist_unowned_find(venv, &dists, &owners, &found))
		unseen(venv->path);
	for (size_t i = 0; i < found.files.count; i++)
		add_name(&names, found.files.list[i]);
	names.count += found.more;
	return names.count ? names_text(&names) : NULL;
}

static const char *describe(const struct context *ctx, const struct removal *r)
{
	const char *by = users(ctx, r), *own;
	struct tree_size size;
	struct venv venv;
	bool whole;
	struct buf b = BUF_INIT;
	size_t packages;

	unseen_begin();
	venv_read(r->path, &venv);
	/* Else stage_discard() says what is in the way. */
	whole = !tree_measure(AT_FDCWD, r->path, &size);
	packages = env_packages(&venv);
	own = unowned(&venv);
	buf_putl(&b, "'", shown(r->path), "' (", whole && !unseen_text() ? "" : "at least ",
		 size_text(size.bytes));
	if (packages || !unseen_text())
		buf_putl(&b, ", ", counted(packages, "package", "packages"));
	if (by)
		buf_putl(&b, ", used by ", by);
	if (own)
		buf_putl(&b, "; of no package: ", own);
	buf_puts(&b, ")");
	return b.data;
}

/* ------------------------------------------------------------------------- */

/* Removed by a run that was killed, or by other means. */
static int find_gone(struct context *ctx, struct removal *r)
{
	struct buf b = BUF_INIT;
	int err = errno;

	stage_sweep(path_parent(r->path));
	if (pointers_find(ctx, r->path, &r->pointers))
		return -1;
	if (!pointers_direct(&r->pointers) &&
	    !trust_named(&ctx->trust, path_parent(r->path), path_base(r->path))) {
		errno = err;
		return error_errno("cannot remove '%s'", shown(r->path));
	}
	buf_putl(&b, "'", shown(r->path), "', what leads to it");
	r->what = b.data;
	return 0;
}

int removal_find(struct context *ctx, const char *name, bool asks, struct removal *r)
{
	const struct act act = { "remove", "rm", asks };

	/* What a run that was killed left of the one that is gone. */
	if (ctx->physical && !strchr(name, '/'))
		stage_sweep(ctx->physical);
	*r = (struct removal){ .path = subject_named(ctx, name, &act) };
	if (!r->path)
		return -1;
	if (file_lstat(r->path, &r->info)) {
		r->info.ino = 0;
		return errno == ENOENT ? find_gone(ctx, r) :
					 error_errno("cannot remove '%s'", shown(r->path));
	}
	if (subject_refused(ctx, r->path, &r->info, &act) || removal_foreign(r->path, NULL) ||
	    pointers_find(ctx, r->path, &r->pointers))
		return -1;
	r->what = describe(ctx, r);
	return 0;
}
