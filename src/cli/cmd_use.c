/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Make an environment a project's own: write the redirect, record the trust.
 * All that can speak against it is looked at before anything is written.
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "cli/allow.h"
#include "cli/place.h"
#include "cli/redirect_file.h"
#include "cli/stage_dir.h"
#include "cli/target.h"
#include "cli/typed.h"
#include "core/find.h"
#include "core/path.h"
#include "print/msg.h"
#include "records/change.h"

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

/* The record of .venv in PROJECT, leading to ENV, which is the user's word for both. */
static int plan(struct context *ctx, const char *project, const char *env, struct record *r)
{
	const struct allow_how plainly = { 0 };
	struct candidate c = { .path = path_join(project, ".venv"),
			       .name = ".venv",
			       .target = env };
	struct buf why = BUF_INIT;

	c.pointer = POINTER_REDIRECT;
	if (streq(env, c.path))
		c = (struct candidate){ .path = c.path, .name = c.name };
	if (slot_record(&ctx->trust, project, &c, &plainly, r, &why))
		return error("'%s' is not used: %s", shown(env), why.data);
	return 0;
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
static int make(struct context *ctx, const char *project, const char *env, struct change *change)
{
	const char *end = dotvenv_end(project);
	struct redirect r;
	int ret;

	if (end && streq(end, env)) {
		/* As writing it does. */
		stage_sweep(project);
		return change_commit(change, &ctx->trust, "");
	}
	if (check_further_up(ctx, project) || redirect_open(&r, project))
		return -1;
	ret = redirect_write(&r, env);
	if (!ret && change_commit(change, &ctx->trust, "")) {
		redirect_restore(&r);
		ret = -1;
	}
	redirect_close(&r);
	if (!ret)
		note("'%s' now leads to '%s'", shown(r.path), shown(env));
	return ret;
}

/* An environment is on in itself, whatever the directory above has. */
static int find_project(struct context *ctx, struct target *project)
{
	if (target_here(ctx, project))
		return -1;
	if (!project->name)
		return 0;
	return error("'%s' is an environment itself; go to the project that is "
		     "to use one",
		     shown(target_path(project)));
}

/* What a project's directory gives, or the one known name that begins so; else NAME. */
static const char *resolve(struct context *ctx, const char *name)
{
	const char *path = place_begins(ctx, name);
	struct target target;
	struct found found;
	struct file_info info;

	if (path)
		return path;
	if (file_stat(name, &info) || !S_ISDIR(info.mode) || venv_exists(name) > 0 ||
	    target_dir(name, &target))
		return name;
	find_in(&ctx->trust, target.chain.path, &found);
	if (found.outcome == FIND_NONE || found.outcome == FIND_AMBIGUOUS)
		return name;
	/* To use it is the word that it needs. */
	return found.venv.path        ? found.venv.path :
	       found.candidate.target ? found.candidate.target :
					found.candidate.path;
}

/* A line of TEXT is exactly how git is told of the file .venv. */
static bool ignores(const struct text *text)
{
	static const char *const lines[] = { ".venv", "/.venv", ".venv*", "*" };
	struct buf b = BUF_INIT;

	buf_putl(&b, "\n", text->data, "\n");
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		struct buf line = BUF_INIT;

		buf_putl(&line, "\n", lines[i], "\n");
		if (strstr(b.data, line.data))
			return true;
	}
	return false;
}

/* In a work tree the redirect is a new file; `.venv/` ignores a directory only. */
static void tell_ignore(const char *project)
{
	for (const char *dir = project;; dir = path_parent(dir)) {
		struct text text;

		if (!file_slurp(path_join(dir, ".gitignore"), FILE_MAX, &text) && ignores(&text))
			return;
		if (file_exists(AT_FDCWD, path_join(dir, ".git")))
			break;
		if (streq(dir, "/"))
			return;
	}
	note("add '.venv' to .gitignore, or git shows the redirect as a new file");
}

static int use(struct context *ctx, const char *name)
{
	struct strings slot = { 0 };
	struct change change = { 0 };
	struct target project;
	struct found found;
	struct record r;

	if (find_project(ctx, &project))
		return EXIT_FAILED;
	name = resolve(ctx, in_project(project.chain.path, name));
	if (place_env(ctx, name, &found) || plan(ctx, project.chain.path, found.venv.path, &r))
		return EXIT_FAILED;
	change_add(&change, &ctx->trust, &r);
	if (make(ctx, project.chain.path, found.venv.path, &change))
		return EXIT_FAILED;
	strings_add(&slot, ".venv");
	allow_tell(ctx, project.chain.path, &slot);
	allow_tell_home(ctx, project.chain.path);
	if (!streq(found.venv.path, path_join(project.chain.path, ".venv")))
		tell_ignore(project.chain.path);
	return EXIT_DONE;
}

/* The record first: what is left then is a redirect that turns nothing on. */
static int take_back(struct context *ctx, const struct redirect *r)
{
	struct change change = { 0 };
	const struct record *old;

	if (!r->exists)
		return error("there is no redirect '%s'", shown(r->path));
	if (allow_load(ctx))
		return -1;
	old = trust_named(&ctx->trust, r->project, ".venv");
	if (old)
		change_drop(&change, old);
	if (change_commit(&change, &ctx->trust, "") || redirect_remove(r))
		return -1;
	note("the redirect '%s' is removed", shown(r->path));
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
	/* What else is on record there. */
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
