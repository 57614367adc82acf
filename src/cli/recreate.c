/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An environment made anew: built beside the old one, of which nothing is run and
 * to which nothing is written; looked over there; and only then exchanged.
 */
#include "cli/recreate.h"
#include "cli/copy_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/allow.h"
#include "cli/create.h"
#include "cli/made.h"
#include "cli/place.h"
#include "cli/relocate.h"
#include "cli/removal.h"
#include "cli/stage.h"
#include "cli/subject.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"
#include "system/tree.h"

#include "core/banned.h"

enum {
	/** of what stands in the way, how many are named */
	NAMES_SHOWN = 5,
};

/** One environment that is made anew. */
struct recreation {
	const struct recreate_how *how;
	/** the old one: its real path, open, and what it is */
	const char *path;
	int dir;
	struct venv old;
	/** what the records say of it */
	enum verdict verdict;
	/** the new one */
	struct python python;
	struct create_how create;
	struct create_place place;
	struct reinstall plan;
};

/* ---- may it be, and how ------------------------------------------------- */

const struct act recreate_act = { "recreate", NULL, false };

const char *recreate_find(struct context *ctx, const char *name)
{
	struct venv venv;

	if (name)
		return subject_named(ctx, name, &recreate_act);
	return place_look(ctx, NULL, &venv) ? NULL : venv.path;
}

static int check_owner(const struct context *ctx, const char *path, const struct file_info *info)
{
	if (info->uid == ctx->user.uid)
		return 0;
	return error("cannot recreate '%s': it belongs to somebody else", shown(path));
}

/* What is noted in it tells pip what to install, and where from. */
static int check_allowed(struct context *ctx, const struct recreation *r, const char *name)
{
	if (name || r->verdict == VERDICT_ALLOWED)
		return 0;
	return error("'%s' is not allowed; to recreate it installs what is "
		     "noted in it: %s, or name it",
		     shown(r->path), allow_remedy(ctx, r->path, "first says that it may"));
}

static int check_backup(struct context *ctx, const char *path)
{
	int there = backup_check(path) ? -1 : backup_exists(path);

	if (there <= 0)
		return there;
	return error("'%s' is there from the last time; %s exchanges the two, "
		     "%s removes it",
		     shown(backup_path(path)), place_line(ctx, "avenv recreate --undo", path),
		     place_line(ctx, "avenv recreate --discard", path));
}

static int find_old(struct context *ctx, const char *name, struct recreation *r)
{
	struct file_info info;

	r->path = recreate_find(ctx, name);
	if (!r->path)
		return -1;
	if (file_lstat(r->path, &info))
		return error_errno("cannot recreate '%s'", shown(r->path));
	if (subject_refused(ctx, r->path, &info, &recreate_act) ||
	    check_owner(ctx, r->path, &info) || subject_tracked(r->path) ||
	    made_verdict(ctx, r->path, &r->verdict) || check_allowed(ctx, r, name) ||
	    check_backup(ctx, r->path))
		return -1;
	r->dir = open(r->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (r->dir < 0)
		return error_errno("cannot open '%s'", shown(r->path));
	venv_read(r->path, &r->old);
	if (r->old.health == CFG_UNREADABLE) {
		errno = r->old.error;
		return error_errno("cannot read '%s'", shown(path_join(r->path, "pyvenv.cfg")));
	}
	return subject_changed(r->dir, r->path);
}

/* As it is baked in, with links, where that still leads to it. */
static const char *target_of(const struct recreation *r)
{
	const char *baked = relocate_baked(r->dir, r->path);
	const char *real = baked ? place_real(baked) : NULL;

	return real && streq(real, r->path) ? baked : r->path;
}

static bool has(const struct recreation *r, const char *name)
{
	int has = file_exists(r->dir, name);

	return has < 0 ? unseen(path_join(r->path, name)) : has;
}

/* It is installed in the old one, not only in the base that can be seen there. */
static bool has_dist(const struct recreation *r, const char *name)
{
	const struct dist *dist = dists_find(&r->plan.dists, name);

	return dist && dist->site->local;
}

/* What it never had, or what was taken out of it, is not put there either. */
static void keep_wheels(struct recreation *r)
{
	struct wheel *wheels = mem_array(r->create.wheel_count + 1, sizeof(*wheels));
	size_t count = 0;

	for (size_t i = 0; i < r->create.wheel_count; i++) {
		const struct wheel *wheel = &r->create.wheels[i];

		if (streq(wheel->name, "pip") || has_dist(r, wheel->name))
			wheels[count++] = *wheel;
	}
	r->create.wheels = wheels;
	r->create.wheel_count = count;
}

/* A checkout of an editable lies in src, and is made again there. */
static const char *checkouts(const struct recreation *r)
{
	const char *src = path_join(r->path, "src");

	for (size_t i = 0; i < r->plan.dists.count; i++) {
		const char *editable = r->plan.dists.list[i].editable;

		if (editable && path_under(editable, src))
			return "src";
	}
	return NULL;
}

static int plan(struct context *ctx, struct recreation *r)
{
	const struct cfg *cfg = &r->old.cfg;

	if (recreate_python(ctx, &r->old, r->verdict == VERDICT_ALLOWED, r->how->python,
			    &r->python) ||
	    reinstall_plan(&r->old, &r->python, &r->how->what, &r->plan) ||
	    removal_foreign(r->path, checkouts(r)))
		return -1;
	unseen_begin();
	r->create = (struct create_how){
		.python = &r->python,
		.prompt = cfg->prompt,
		.system_site = cfg->system_site,
		.copies = create_is_copy(r->dir),
		.without_pip = !r->plan.any && !has_dist(r, "pip"),
		.without_scm_ignore = !has(r, ".gitignore"),
	};
	r->place = (struct create_place){
		.name = r->path,
		.target = target_of(r),
		.dir = -1,
	};
	if (unseen_text())
		return error("%s", unseen_text());
	if (create_seed(&r->create))
		return -1;
	keep_wheels(r);
	return 0;
}

/* ---- built, beside ------------------------------------------------------ */

/* What the user may have put there, as it is. */
static int keep(const struct recreation *r, const struct stage *stage, const char *name)
{
	int there = file_exists(r->dir, name);
	size_t left_out;

	if (!there)
		return 0;
	if (there < 0 || tree_remove(stage->dir, name) ||
	    copy_tree(r->dir, name, stage->dir, name, false, &left_out))
		return error_errno("cannot copy '%s'", shown(path_join(r->path, name)));
	return 0;
}

/* pip.conf is for pip: where it finds packages, how it gets there. */
static int keep_all(const struct recreation *r, const struct stage *stage)
{
	return keep(r, stage, ".gitignore") || keep(r, stage, "pip.conf") ? -1 : 0;
}

static int install(const struct recreation *r, const struct stage *stage)
{
	const struct pip pip = { .env = stage->path, .exe = r->python.exe, .hold = stage->dir };

	return reinstall_run(&r->plan, &pip) || stage_interrupted() ||
			       reinstall_finish(&r->plan, &pip) ?
		       -1 :
		       0;
}

/* What was built with the stage's path in it could not be used elsewhere. */
static int move_in(const struct recreation *r, const struct stage *stage)
{
	const char *const from[] = { stage->path, NULL };
	struct relocation moved = {
		.dir = stage->dir,
		.path = stage->path,
		.from = from,
		.to = r->place.target,
	};
	size_t count;

	if (relocate(&moved))
		return -1;
	count = moved.left_count + moved.left_more;
	for (size_t i = 0; i < moved.left_count && i < NAMES_SHOWN; i++)
		error("'%s' would name '%s', where it was built",
		      shown(path_join(r->path, moved.left[i].file)), shown(stage->path));
	if (count > NAMES_SHOWN)
		error("and %zu more", count - NAMES_SHOWN);
	return count ? -1 : 0;
}

static int build(const struct recreation *r, const struct stage *stage)
{
	if (stage->way != STAGE_EXCHANGE)
		return error("'%s' cannot be made anew beside itself: nothing "
			     "can be made in '%s'",
			     shown(r->path), shown(path_parent(r->path)));
	if (create_build(&r->create, &r->place, stage) || stage_interrupted() ||
	    keep_all(r, stage) || install(r, stage) || stage_interrupted() || move_in(r, stage))
		return -1;
	recreate_warn_running(&r->old);
	return stage_interrupted() ? -1 : 0;
}

/* ---- in its place ------------------------------------------------------- */

static int check_same(const struct recreation *r, const struct stage *stage)
{
	if (files_still_open(stage->old, ".", r->dir))
		return 0;
	return error("'%s' was replaced by another command meanwhile", shown(r->path));
}

static int exchange(struct context *ctx, const struct recreation *r)
{
	const struct stage_want want = { .target = r->path,
					 .clear = true,
					 .shell_dir = ctx->shell_dir };
	struct stage stage;
	int ret;

	if (stage_open(&want, &stage))
		return -1;
	ret = check_same(r, &stage) || build(r, &stage) ? -1 : 0;
	if (ret)
		stage_drop(&stage);
	else
		ret = backup_commit(&stage);
	if (ret)
		error("%s'%s' stays as it was", stage_interrupted() ? "interrupted: " : "",
		      shown(r->path));
	return ret;
}

static void tell(struct context *ctx, const struct recreation *r)
{
	note("made '%s' anew with %s %s (%s)", shown(r->path),
	     python_called(r->python.implementation), r->python.version, shown(r->python.path));
	note("the old one lies in '%s': %s puts it back, %s removes it",
	     shown(backup_path(r->path)), place_line(ctx, "avenv recreate --undo", r->path),
	     place_line(ctx, "avenv recreate --discard", r->path));
}

int recreate_record(struct context *ctx, const char *path, enum verdict verdict)
{
	enum made made = MADE_UNKNOWN;

	if (verdict == VERDICT_ALLOWED)
		made = made_record(ctx, path);
	else if (verdict != VERDICT_DENIED)
		note("'%s' %s; %s", shown(path),
		     ctx->trust.closed          ? "is not turned on" :
		     verdict == VERDICT_CHANGED ? "is not what was allowed" :
						  "was never allowed",
		     allow_remedy(ctx, path, made_by_allowing(ctx, path)));
	return made == MADE_FAILED ? EXIT_FAILED : EXIT_DONE;
}

int recreate(struct context *ctx, const char *name, const struct recreate_how *how)
{
	struct recreation r = { .how = how, .dir = -1 };
	int status = EXIT_FAILED;

	if (find_old(ctx, name, &r))
		return EXIT_FAILED;
	if (!plan(ctx, &r) && !exchange(ctx, &r)) {
		tell(ctx, &r);
		status = recreate_record(ctx, r.path, r.verdict);
	}
	close(r.dir);
	stage_end();
	return status;
}
