/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/create.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/layout.h"
#include "cli/msg.h"
#include "cli/pep440.h"
#include "cli/pip.h"
#include "cli/relocate.h"
#include "cli/stage.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

/** One environment being made. */
struct job {
	const struct create_how *how;
	const struct create_place *place;
	/** it is there, and stays but for what is renewed */
	bool reuse;
	struct stage stage;
	/** site-packages, below the environment */
	const char *site;
	/** what is unpacked: of how->wheels those that are not there yet */
	struct wheel *wheels;
	size_t wheel_count;
};

static bool is_native(const struct create_how *how)
{
	return streq(how->python->implementation, "cpython");
}

/*
 * An installed one that is as new as the wheel stays, as pip would have it; but
 * a run that was killed may have left only a part of it.
 */
static void choose_wheels(struct job *job)
{
	const struct create_how *how = job->how;
	const char *site = path_join(job->place->target, job->site);

	job->wheels = mem_array(how->wheel_count + 1, sizeof(*job->wheels));
	for (size_t i = 0; i < how->wheel_count; i++) {
		const struct wheel *wheel = &how->wheels[i];
		const char *there =
			job->reuse ? create_installed(site, wheel->name) : NULL;

		int newer = there ? pep440_compare(there, wheel->version) : -1;

		if (newer < 0 ||
		    (!newer && !create_whole(job->place->target, site,
					     wheel->name, there)))
			job->wheels[job->wheel_count++] = *wheel;
	}
}

/* ---- building, in the stage --------------------------------------------- */

/* A copy of the interpreter stays one when it is renewed. */
static bool has_copy(const struct create_place *place)
{
	struct file_info info;

	return place->dir >= 0 &&
	       !file_lstatat(place->dir, "bin/python", &info) &&
	       S_ISREG(info.mode);
}

static int lay_out(const struct job *job)
{
	const struct create_how *how = job->how;
	const struct create_place *place = job->place;
	const char *prompt = how->prompt;

	if (how->upgrade && !prompt)
		prompt = place->venv.cfg.prompt;

	const struct layout layout = {
		.python = how->python,
		.target = place->target,
		.prompt = prompt,
		.system_site = how->system_site,
		.copies = how->copies || (how->upgrade && has_copy(place)),
		.with_pip = !how->without_pip,
		.clear = how->clear,
		.upgrade = how->upgrade,
		.upgrade_deps = how->upgrade_deps,
		.scm_ignore = !how->without_scm_ignore,
	};

	return layout_write(&layout, job->stage.dir,
			    how->clear ? -1 : place->dir);
}

static int install_wheels(const struct job *job, struct wheel_target *to)
{
	const struct python *python = job->how->python;
	const char *staged = path_join(job->stage.path, job->site);

	if (wheels_unpack(job->wheels, job->wheel_count, to))
		return -1;
	if (job->how->compile &&
	    pip_compile(python, staged,
			path_join(job->place->target, job->site)))
		return -1;
	for (size_t i = 0; i < job->wheel_count; i++)
		if (wheel_record(&job->wheels[i], to))
			return -1;
	return 0;
}

static int unpack(const struct job *job)
{
	const struct python *python = job->how->python;
	const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	struct wheel_target to = {
		.site = openat(job->stage.dir, job->site, flags),
		.bin = openat(job->stage.dir, "bin", flags),
		.site_to_bin = "../../../bin",
		.interpreter = path_join(path_join(job->place->target, "bin"),
					 python->exe),
		.python = python,
	};
	int ret = -1;

	if (to.site < 0 || to.bin < 0)
		error_errno("cannot open '%s'", shown(job->stage.path));
	else
		ret = install_wheels(job, &to);
	if (to.site >= 0)
		close(to.site);
	if (to.bin >= 0)
		close(to.bin);
	return ret;
}

/* By its own venv, what no facts are known of. */
static int build_foreign(const struct job *job)
{
	const struct create_how *how = job->how;
	const char *flags[8];
	size_t n = 0;

	if (how->system_site)
		flags[n++] = "--system-site-packages";
	if (how->copies)
		flags[n++] = "--copies";
	if (how->without_pip)
		flags[n++] = "--without-pip";
	if (how->without_scm_ignore && layout_since(how->python, 13))
		flags[n++] = "--without-scm-ignore-files";
	if (how->prompt) {
		flags[n++] = "--prompt";
		flags[n++] = how->prompt;
	}
	flags[n++] = job->stage.path;
	flags[n] = NULL;
	if (pip_venv(how->python, job->stage.dir, flags))
		return error("'%s -m venv' failed: '%s' is not made",
			     shown(how->python->path), shown(job->place->name));
	return 0;
}

static int build(const struct job *job)
{
	if (!is_native(job->how))
		return build_foreign(job);
	if (lay_out(job))
		return -1;
	return job->wheel_count ? unpack(job) : 0;
}

/* Since the look another command may have made one, removed or replaced it. */
static int check_still(const struct job *job)
{
	const struct create_place *place = job->place;
	struct file_info info, looked_at;
	bool there = !file_lstat(place->target, &info);

	if (there && place->dir >= 0 &&
	    (file_lstatat(place->dir, ".", &looked_at) ||
	     !file_same(&info, &looked_at)))
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
				     layout_since(python, 12) ? NULL :
								"setuptools",
				     NULL };

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
	     shown(path_join(job->place->name, r->left[0].file)),
	     shown(job->stage.path), more > 1 ? ", and so do others" : "",
	     shown(path_join(job->place->name, "bin/python")));
}

/* What ran in the stage has the stage's path baked in. */
static int move_in(const struct job *job)
{
	struct relocation r = {
		.dir = job->stage.dir,
		.path = job->stage.path,
		.from = job->stage.path,
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
	bool pip = create_installs(job->how) && !job->reuse;
	int ret = 0;

	if (build(job) || stage_interrupted())
		return -1;
	/* Before what takes long, and maybe runs code of others. */
	if (pip)
		ret = check_still(job) ? -1 : install_staged(job, kept);
	if (ret && !*kept)
		return -1;
	if ((pip || !is_native(job->how)) && move_in(job)) {
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
	const char *site = path_join(target, job->site);

	for (size_t i = 0; i < how->wheel_count; i++) {
		const char *name = how->wheels[i].name;
		const char *version = create_installed(site, name);

		if (version &&
		    create_sweep(how->python, target, site, name, version))
			return -1;
	}
	return 0;
}

/* What is done where the environment lies: nothing else can see it. */
static int finish(const struct job *job)
{
	if (!job->reuse)
		return 0;
	if (sweep_older(job))
		return -1;
	if (!create_installs(job->how) ||
	    !install(job->how, job->place->target, -1))
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

int create_env(struct context *ctx, const struct create_how *how,
	       const struct create_place *place)
{
	struct job job = {
		.how = how,
		.place = place,
		.reuse = place->is_env && !how->clear,
		.site = layout_site(how->python),
	};
	const struct stage_want want = { .target = place->target,
					 .clear = how->clear,
					 .shell_dir = ctx->shell_dir };
	int ret = -1;

	if (job.reuse && !is_native(how))
		return error("'%s' is there, and %s renews environments only "
			     "by itself: '%s -m venv --upgrade %s'; or "
			     "'--clear' begins anew",
			     shown(place->name),
			     create_implementation(how->python),
			     shown(how->python->path), shown(place->name));
	choose_wheels(&job);
	if (!stage_open(&want, &job.stage))
		ret = make(&job);
	stage_end();
	return ret;
}
