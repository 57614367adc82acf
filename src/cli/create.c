/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/create.h"

#include "cli/layout.h"
#include "cli/pip.h"
#include "cli/relocate.h"
#include "cli/stage.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

/** One environment being made. */
struct job {
	const struct create_how *how;
	const struct create_place *place;
	struct stage stage;
};

/* Since the look another command may have made one, removed or replaced it. */
static int check_still(const struct job *job)
{
	const struct create_place *place = job->place;
	struct file_info info;
	/* What was locked counts by what it is, whatever has its name now. */
	bool there = job->stage.old >= 0 || !file_lstat(place->target, &info);

	if (there && place->dir >= 0 && !tree_is(place->dir, job->stage.old, "."))
		return error("'%s' was replaced by another command meanwhile, "
			     "and stays as it is",
			     shown(place->name));
	if (there == (place->dir >= 0))
		return 0;
	return error("'%s' was %s by another command meanwhile; the same again "
		     "%s",
		     shown(place->name), there ? "made" : "removed",
		     there ? "works on that one" : "makes it anew");
}

/* ---- installing --------------------------------------------------------- */

/* Have pip install what is wanted into the environment as it lies at ENV. */
static int install(const struct create_how *how, const char *env, int hold)
{
	const struct python *python = how->python;
	const struct pip pip = { .env = env, .exe = python->exe, .hold = hold };
	const char *const deps[] = { "--upgrade", "pip",
				     layout_since(python, 12) ? NULL : "setuptools", NULL };

	if (how->upgrade_deps && pip_install(&pip, deps))
		return -1;
	if (how->install && pip_install(&pip, how->install))
		return -1;
	return 0;
}

/* What was built with the stage's path in it, in a way that nobody can mend. */
static void tell_left(const struct job *job, const struct relocation *r)
{
	size_t more = r->left_count + r->left_more;

	if (!more)
		return;
	note("'%s' names '%s', which is gone%s; install again what it belongs "
	     "to: '%s -m pip install --force-reinstall PACKAGE'",
	     shown(path_join(job->place->name, r->left[0].file)), shown(job->stage.path),
	     more > 1 ? ", and so do others" : "",
	     shown(path_join(job->place->typed, "bin/python")));
}

/* What ran in the stage has the stage's path baked in. */
static int move_in(const struct job *job)
{
	const char *const from[] = { job->stage.path, NULL };
	struct relocation r = {
		.dir = job->stage.dir,
		.path = job->stage.path,
		.from = from,
		.to = job->place->target,
		.quick = !create_installs(job->how),
	};

	if (relocate(&r))
		return -1;
	tell_left(job, &r);
	return 0;
}

/*
 * Install into what is not yet in its place.  Returns 0, or -1 having said
 * what came of it; *KEPT: what there is shall stay.
 */
static int install_staged(const struct job *job, bool *kept)
{
	const char *name = shown(job->place->name);

	if (!install(job->how, job->stage.path, job->stage.dir))
		return 0;
	if (stage_interrupted())
		return -1;
	*kept = job->how->keep;
	if (*kept)
		return error("pip failed; '%s' is kept as far as it got, and "
			     "the same%s goes on from there",
			     name, job->how->clear ? " without '--clear'" : "");
	if (job->place->is_env)
		return error("pip failed, so '%s' stays as it was; '--keep' "
			     "would put what there is in its place",
			     name);
	return error("pip failed, so '%s' is not made; '--keep' would keep "
		     "what there is",
		     name);
}

static int build_all(const struct job *job, bool *kept)
{
	bool pip = create_installs(job->how) && !create_renews(job->how, job->place);
	int ret = 0;

	if (create_build(job->how, job->place, &job->stage) || stage_interrupted())
		return -1;
	/* Before what takes long, and maybe runs code of others. */
	if (pip)
		ret = check_still(job) ? -1 : install_staged(job, kept);
	if (ret && !*kept)
		return -1;
	if ((pip || !create_is_native(job->how->python)) && move_in(job)) {
		*kept = false;
		return -1;
	}
	return ret;
}

/* ---- in its place ------------------------------------------------------- */

static int sweep_older(const struct job *job)
{
	const struct create_how *how = job->how;
	const char *target = job->place->target;
	const char *site = path_join(target, layout_site(how->python));

	for (size_t i = 0; i < how->wheel_count; i++) {
		const char *name = how->wheels[i].name;
		const char *version = create_installed(site, name);

		if (version && create_sweep(how->python, target, site, name, version))
			return -1;
	}
	return 0;
}

/* What is done where the environment lies: nothing else can see it. */
static int finish(const struct job *job)
{
	if (!create_renews(job->how, job->place))
		return 0;
	if (sweep_older(job))
		return -1;
	if (!create_installs(job->how) || !install(job->how, job->place->target, -1))
		return 0;
	return error("pip failed; '%s' has what was in it before, and what "
		     "pip did",
		     shown(job->place->name));
}

static int make(struct job *job)
{
	bool kept = false;
	int ret = check_still(job);

	if (!ret)
		ret = build_all(job, &kept);
	if ((ret && !kept) || stage_interrupted() || check_still(job)) {
		stage_drop(&job->stage);
		return -1;
	}
	if (stage_commit(&job->stage))
		return -1;
	return kept ? CREATE_KEPT : finish(job);
}

int create_env(struct context *ctx, const struct create_how *how, const struct create_place *place)
{
	struct job job = {
		.how = how,
		.place = place,
	};
	const struct stage_want want = { .target = place->target,
					 .clear = how->clear,
					 .shell_dir = ctx->shell_dir };
	int ret = -1;

	if (create_renews(how, place) && !create_is_native(how->python))
		return error("'%s' is there, and %s renews environments only "
			     "by itself: '%s -m venv --upgrade %s'; or "
			     "'--clear' begins anew",
			     shown(place->name), python_called(how->python->implementation),
			     shown(how->python->path), shown(place->typed));
	if (!stage_open(&want, &job.stage))
		ret = make(&job);
	stage_end();
	return ret;
}
