/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Make an environment a project's own: write the redirect, record the trust.
 * All that can speak against it is looked at before anything is written.
 */
#include <sys/stat.h>

#include "cli/allow.h"
#include "cli/made.h"
#include "cli/place.h"
#include "cli/redirect_file.h"
#include "cli/stage_dir.h"
#include "cli/typed.h"
#include "core/find.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

static bool want_clear;

static const struct option_spec options[] = {
	{ .name = "clear",
	  .help = "remove the redirect that an earlier use wrote",
	  .flag = &want_clear },
	{ 0 },
};

/* A name as a hint shows it is in the project, wherever the shell stands. */
static const char *in_project(const char *project, const char *name)
{
	const char *path = path_join(project, name);
	struct file_info info;

	if (!*name || strchr(name, '/') || !file_stat(name, &info) || file_stat(path, &info))
		return name;
	return path;
}

static int check_denied(struct context *ctx, const struct chain *chain)
{
	struct judgement j = trust_env(&ctx->trust, chain, path_parent(chain->path), true);

	if (j.verdict != VERDICT_DENIED)
		return 0;
	return error("'%s' is denied by the record of '%s'; %s %s", shown(chain->path),
		     shown(j.by->path), place_line(ctx, "avenv allow", chain->path),
		     streq(j.by->path, chain->path) ? "takes that back" : "allows it all the same");
}

/*
 * Add to CHANGE the record of TARGET, unless one covers it.  A project's own
 * environment needs none.
 */
static int add_trust(struct context *ctx, const struct target *target, struct change *change)
{
	const struct allow_how how = { 0 };
	struct allowance a;
	struct buf why = BUF_INIT;
	int ret;

	if (check_denied(ctx, &target->chain))
		return -1;
	if (trust_dir(&ctx->trust, &target->chain).verdict == VERDICT_ALLOWED)
		return 0;
	ret = target->env ? allow_plan(ctx, target, &how, &a, &why) :
			    allow_project(ctx, target, &a, &why);
	if (ret)
		return error("'%s' is not used: %s", shown(target->chain.path), why.data);
	change_add_all(change, &a.change);
	return 0;
}

static int plan_trust(struct context *ctx, const struct target *project, const char *env,
		      struct change *change)
{
	struct target target;

	if (add_trust(ctx, project, change) || target_dir(env, &target))
		return -1;
	if (streq(env, path_join(project->chain.path, ".venv")))
		return check_denied(ctx, &target.chain);
	target.env = true;
	return add_trust(ctx, &target, change);
}

static bool is_env_itself(const char *path)
{
	struct file_info info;
	struct venv venv;

	if (file_lstat(path, &info) || !S_ISDIR(info.mode))
		return false;
	venv_read(path, &venv);
	return venv_is_env(&venv);
}

/* What a directory further up has is not to be moved out of the way for this one. */
static int check_further_up(const struct context *ctx, const char *project)
{
	const char *path = path_join(project, ".venv");

	if ((ctx->physical && streq(ctx->physical, project)) || !is_env_itself(path))
		return 0;
	return error("'%s' is an environment itself, and '%s' belongs to its "
		     "project; %s makes one of its own there",
		     shown(path), shown(ctx->pwd), typed_here(ctx, "avenv create"));
}

/* The redirect first: without a record it turns nothing on. */
static int make(struct context *ctx, const struct target *project, const char *env,
		struct change *change)
{
	const char *end = dotvenv_end(project->chain.path);
	struct redirect r;
	int ret;

	if (end && streq(end, env)) {
		/* As writing it does. */
		stage_sweep(project->chain.path);
		return record_commit(&ctx->trust, change);
	}
	if (check_further_up(ctx, project->chain.path) || redirect_open(&r, project->chain.path))
		return -1;
	ret = redirect_write(&r, env);
	if (!ret && record_commit(&ctx->trust, change)) {
		redirect_restore(&r);
		ret = -1;
	}
	redirect_close(&r);
	if (!ret)
		note("'%s' now leads to '%s'", shown(r.path), shown(env));
	return ret;
}

static bool allows_project(const struct change *change)
{
	for (size_t i = 0; i < change->add_count; i++)
		if (!change->adds[i].env)
			return true;
	return false;
}

/* An environment is on in itself, whatever the directory above has. */
static int find_project(struct context *ctx, struct target *project)
{
	if (target_here(ctx, project))
		return -1;
	if (!project->env)
		return 0;
	return error("'%s' is an environment itself; go to the project that is "
		     "to use one",
		     shown(project->chain.path));
}

static int use(struct context *ctx, const char *name)
{
	struct allowance a = { 0 };
	struct change change = { 0 };
	struct target project;
	struct found found;

	if (find_project(ctx, &project))
		return EXIT_FAILED;
	name = in_project(project.chain.path, name);
	if (place_env(ctx, name, &found) || plan_trust(ctx, &project, found.venv.path, &change))
		return EXIT_FAILED;
	if (make(ctx, &project, found.venv.path, &change))
		return EXIT_FAILED;
	a.target = &project;
	ctx->trust = record_try(&ctx->trust, &change);
	find_in(&ctx->trust, project.chain.path, &a.found);
	allow_tell(ctx, &a);
	if (allows_project(&change))
		allow_tell_beside(ctx, project.chain.path, &a.found);
	return EXIT_DONE;
}

/* Something else than PROJECT's redirect needs the record of ENV. */
static bool is_used(const struct trust *trust, const char *project, const char *env)
{
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];
		const char *end;

		if (r->env || r->deny || streq(r->path, project))
			continue;
		if (streq(r->path, path_parent(env)))
			return true;
		end = dotvenv_end(r->path);
		if (end && streq(end, env))
			return true;
	}
	return false;
}

/* The records first: what is left then is a redirect that turns nothing on. */
static int take_back(struct context *ctx, const struct redirect *r)
{
	struct change change = { 0 };
	const char *env;
	bool goes;

	if (!r->exists)
		return error("there is no redirect '%s'", shown(r->path));
	trust_load(&ctx->trust);
	env = redirect_names(r);
	goes = env && record_env(&ctx->trust, env) && !path_under(env, r->project) &&
	       !is_used(&ctx->trust, r->project, env);
	if (goes)
		change_forget(&change, env, FORGET_ALLOWS, NULL);
	if (record_commit(&ctx->trust, &change) || redirect_remove(r))
		return -1;
	note("the redirect '%s' is removed%s%s%s", shown(r->path),
	     goes ? ", and with it the record of '" : "", goes ? shown(env) : "", goes ? "'" : "");
	return 0;
}

static int clear(struct context *ctx)
{
	struct target project;
	struct redirect r;
	struct found found;
	const char *path;
	int ret;

	if (find_project(ctx, &project))
		return EXIT_FAILED;
	path = path_join(project.chain.path, ".venv");
	if (is_env_itself(path)) {
		error("'%s' is an environment itself, not a redirect", shown(path));
		return EXIT_FAILED;
	}
	if (redirect_open(&r, project.chain.path))
		return EXIT_FAILED;
	ret = take_back(ctx, &r);
	redirect_close(&r);
	if (ret)
		return EXIT_FAILED;
	/* The project is on record still. */
	find_in(&ctx->trust, project.chain.path, &found);
	if (found.outcome == FIND_ENV)
		note("'%s' is what the project has now", shown(found.venv.path));
	return EXIT_DONE;
}

static int run(struct context *ctx, int argc, char **argv)
{
	if (want_clear && argc)
		return command_usage(&cmd_use, "'--clear' takes nothing else");
	if (want_clear)
		return clear(ctx);
	if (argc != 1)
		return command_usage(&cmd_use, argc ? "one environment at a "
						      "time" :
						      "name an environment");
	return use(ctx, argv[0]);
}

const struct command cmd_use = {
	.name = "use",
	.args = "ENV | --clear",
	.summary = "Make ENV this project's environment",
	.example = "avenv use ~/.virtualenvs/django",
	.options = options,
	.writes = true,
	.run = run,
};
