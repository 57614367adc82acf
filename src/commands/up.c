/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Install what the project declares, by its own tool or by pip. */
#include "up/up.h"

#include "build/pip.h"
#include "cli/command.h"
#include "commands/allow.h"
#include "core/path.h"
#include "formats/requirement.h"
#include "lookup/way_up.h"
#include "lookup/why_off.h"
#include "mend/repoint.h"
#include "print/paste.h"
#include "records/slots.h"
#include "system/file_at.h"
#include "system/platform.h"

static struct up_options o;

static const struct option_spec options[] = {
	{ 'n', "dry-run", NULL, "print the commands only", .flag = &o.dry_run },
	{ 'p', "python", "PYTHON", "Python of a new environment", .value = &o.python },
	{ 'r', "requirement", "FILE", "install only what FILE lists", .values = &o.files },
	{ 0, "extra", "EXTRA", "also the packages of this extra", .values = &o.extras },
	{ 0, "group", "GROUP", "also the packages of this group", .values = &o.groups },
	{ 0 },
};

static int check_names(const struct strings *names)
{
	for (size_t i = 0; i < names->count; i++)
		if (!requirement_name_valid(names->list[i]))
			return error("'%s' is no name of an extra or a group",
				     shown(names->list[i]));
	return 0;
}

/*
 * Record the environment that a tool has just made in the project at PATH, open as ROOT, as `create`
 * records its own.
 */
static int record_made(struct context *ctx, const char *path, int root, const struct verdict *found)
{
	const struct candidate *made = &found->candidate;
	struct candidates slots;
	struct change change = { 0 };

	/* A place that a tool's settings name has not been followed yet. */
	if (made->target && !candidates_in(&ctx->trust, real_path_kept(path), true, &slots) &&
	    slots.count)
		made = slots.list;
	if (slot_allow(&ctx->trust, made, BY_MADE, &change) ||
	    change_check_project(&change, root, ".", path) || change_commit(&change, &ctx->trust))
		return -1;
	warn_home(&ctx->settings, path);
	return 0;
}

/* Make and record the environment that pip installs into, if PLAN has one to make: then FOUND. */
static int make_env(struct context *ctx, struct up_plan *plan, struct verdict *found)
{
	const char *root = plan->in.project.root;
	struct create_target target;
	int made = up_make(ctx, &o, plan, &target);
	enum recorded recorded;

	if (made <= 0)
		return made;
	recorded = record_env(ctx, target.path, target.dir, target.accepts);
	file_close(target.dir);
	if (recorded != RECORDED_ON)
		return -1;
	find_in(&ctx->trust, root, found);
	if (!verdict_is_usable(found))
		return reason_error(ctx, found);
	install_set_env(&plan->in, &found->venv);
	return 0;
}

/* Print why there is no environment in P, after the tool has run. */
static int none_made(struct context *ctx, const struct project *p)
{
	const char *why = formatted("no environment in '%s'", shown(p->root));
	struct reason r = way_to_install(ctx, p);

	return *r.why ? error("%s: %s", why, reason_line(r)) :
			error("%s; %s makes one", why,
			      paste_quoted(paste_in(p->root, "avenv create")));
}

/*
 * Record what came about where there was no environment before, whether the tool succeeded or not,
 * and print what keeps it off. The project is open as ROOT.
 */
static int finish(struct context *ctx, const struct install *in, int status, int root)
{
	const struct project *p = &in->project;
	const char *obstacle;
	struct verdict found;

	project_env(&ctx->trust, p, &found);
	if (!in->found->candidate.path && verdict_is_unallowed(&found)) {
		if (record_made(ctx, p->root, root, &found))
			return EXIT_FAILED;
		project_env(&ctx->trust, p, &found);
	}
	if (status) {
		up_note_other_way(in, &found);
		return status;
	}
	if (!found.candidate.path)
		return none_made(ctx, p);
	if (!verdict_is_usable(&found))
		return reason_error(ctx, &found);
	obstacle = allow_obstacle(ctx, found.venv.path);
	if (obstacle)
		note("%s", obstacle);
	up_note_dev(&o, p, &found, in->pip);
	return EXIT_DONE;
}

static int run_up(struct context *ctx, int argc, char **argv)
{
	struct project project;
	struct verdict found;
	struct up_plan plan;
	int status, root;

	if (o.files.count && (o.extras.count || o.groups.count))
		return command_usage(&cmd_up, "'-r' excludes '--extra' and '--group'");
	if (pip_check_files(ctx, &o.files) || check_names(&o.extras) || check_names(&o.groups) ||
	    records_load(&ctx->trust) || up_project(ctx, &o, &project) ||
	    up_env(ctx, &project, &found) || up_check_user(ctx, &o, &project, &found) ||
	    up_plan(ctx, &o, &project, &found, &plan))
		return EXIT_FAILED;
	if (plan.is_done) {
		note("nothing to do: '%s' has what '%s' declares", shown(found.venv.path),
		     plan.compared.file);
		up_note_dev(&o, &project, &found, plan.in.pip);
		return EXIT_DONE;
	}
	root = platform_open_path(project.root);
	if (root < 0)
		return error_errno("cannot open '%s'", shown(project.root));
	if (change_dir(ctx, project.dir) || make_env(ctx, &plan, &found))
		return EXIT_FAILED;
	status = up_run(&o, &plan);
	if (!o.dry_run)
		return finish(ctx, &plan.in, status, root);
	up_note_dev(&o, &project, &found, plan.in.pip);
	return status;
}

const struct command cmd_up = {
	.name = "up",
	.args = "[OPTION...]",
	.summary = "Install what the project's files ask for",
	.notes =
		"It reads the first of a tool's lock file, Pipfile, pylock.toml, pyproject.toml\n"
		"with settings of uv, requirements.txt, another pyproject.toml, and setup.py, and\n"
		"runs that tool or pip, as 'avenv up -n' prints.",
	.pip = "pip install NAME",
	.example = "avenv up",
	.options = options,
	.run = run_up,
};
