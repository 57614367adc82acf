/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "up/difference.h"

#include "context/calling_shell.h"
#include "core/mem.h"
#include "core/path.h"
#include "declared/install.h"
#include "lookup/way_install.h"
#include "print/msg.h"
#include "print/paste.h"
#include "python/python.h"
#include "records/home.h"
#include "shell/watch.h"

/* Set FOUND to the environment of the directory DIR. Returns whether it is at ENV. */
static bool finds(struct context *ctx, const char *dir, const char *env, struct verdict *found)
{
	find_in(&ctx->trust, dir, found);
	return found->venv.path && env && streq(found->venv.path, env);
}

bool up_find_elsewhere(struct context *ctx, const struct verdict *here, struct project *project,
		       struct verdict *own)
{
	*project = (struct project){ 0 };
	*own = (struct verdict){ 0 };
	if (ctx->physical.path)
		*project = project_above(&ctx->settings, ctx->physical.path);
	if (!project->manifest)
		return project->fault &&
		       !(here->project.path && streq(project->dir, here->project.path));
	return !finds(ctx, project->root, here->venv.path, own);
}

bool declared_differs(struct context *ctx, const struct verdict *found, struct comparison *c)
{
	struct dists *dists = mem_array(1, sizeof(*dists));
	const char *env = found->venv.path;
	struct project project;
	struct verdict own;

	if (up_find_elsewhere(ctx, found, &project, &own))
		return false;
	*c = (struct comparison){ .venv = &found->venv, .dists = dists, .bounded = true };
	c->most = 8UL * 1024 * 1024;
	declared_project(c, &ctx->settings, found->project.path, ctx->physical.path);
	if (!c->project || is_home(&ctx->settings, c->project) || watch_is_far(c->project) ||
	    watch_is_far(env))
		return false;
	dists_read_within(c->venv, dists, &c->most);
	declared_compare(c);
	return !c->fault && declared_is_different(c);
}

/* `avenv up`, with -r for files that were named, installs into the environment that C compared. */
static bool is_up(struct context *ctx, const struct comparison *c)
{
	struct verdict found;

	if (c->manifest)
		return finds(ctx, c->project, c->venv->path, &found) && verdict_is_usable(&found);
	for (size_t i = 0; i < c->files.count; i++)
		if (declared_manifest(c->files.list[i]) != &manifest_requirements)
			return false;
	find_pwd(ctx, &found);
	return verdict_is_usable(&found) && streq(found.venv.path, c->venv->path);
}

/* `avenv up` in DIR for C; WORDS, the command of pip or uv, has -r and the files at its end. */
static const char *up_command(const struct context *ctx, const struct comparison *c,
			      const char *dir, struct strings words)
{
	const char *up = c->manifest ? up_line(ctx, dir) : paste_in(dir, "avenv up");

	if (c->manifest) {
		words = (struct strings){ 0 };
		put_options(&words, "--extra", &c->extras);
		put_options(&words, "--group", &c->groups);
	} else {
		for (; !streq(*words.list, "-r"); words.list++)
			words.count--;
	}
	return words.count ? joined(up, " ", install_line(&words, "", "")) : up;
}

/*
 * The commands before `avenv up`, or that of IN, which installs into no environment of another
 * Python, with no pip that pip_lack() refuses, and for poetry from no lock file that it refuses.
 * NULL: no Python is found that the project asks for.
 */
static const char *commands_first(struct context *ctx, const struct comparison *c,
				  const struct install *in)
{
	const struct manifest *m = in->manifest;
	const char *then = paste_shell()->and_then, *series;
	struct strings words = { 0 };
	struct buf first = BUF_INIT;

	if (c->python && !(m->tool && m->tool->python_variable)) {
		series = python_series_for(ctx, c->python->requirement.specifiers);
		if (!series)
			return NULL;
		buf_putl(&first, paste_env(joined("avenv recreate -p ", series), c->venv->path),
			 then);
	}
	if (pip_lack(in))
		buf_putl(&first, pip_upgrade(in->python), then);
	if (c->unlocked && m->relock) {
		add_tool(in, &words, m->relock);
		buf_putl(&first, install_line(&words, c->project, ctx->shell_dir.path), then);
	}
	return first.data;
}

/*
 * The command of M, the kind of the first of C's files, installs all of them into the environment
 * that was compared.
 */
static bool is_one_command(struct context *ctx, const struct comparison *c,
			   const struct manifest *m)
{
	const char *dir = path_parent(c->files.list[0]);
	struct verdict found;

	if (!c->manifest && m->tool && !finds(ctx, dir, c->venv->path, &found))
		return false;
	for (size_t i = 1; i < c->files.count; i++) {
		const char *file = c->files.list[i];
		const struct manifest *other = declared_manifest(file);

		/* A tool's command reads the project's file, too. */
		if (m->tool ? !streq(file, path_join(dir, manifest_project_file(m))) :
			      m->is_lock || other->is_lock)
			return false;
	}
	return true;
}

const char *declared_command(struct context *ctx, const struct comparison *c,
			     struct reason *missing)
{
	const struct manifest *m = c->manifest ? c->manifest : declared_manifest(c->files.list[0]);
	const char *dir = c->member ? path_join(c->project, c->member) : c->project;
	const struct install in = { .ctx = ctx,
				    .manifest = m,
				    .dir = m->tool && !c->member ? path_parent(c->files.list[0]) :
								   dir,
				    .venv = c->venv,
				    .python = venv_python(c->venv),
				    .pip = pip_version(c->dists),
				    .path = calling_shell_path(c->venv),
				    .files = c->files,
				    .extras = c->extras,
				    .groups = c->groups,
				    .compared = c };
	struct strings words = { 0 };
	const char *first;

	*missing = (struct reason){ 0 };
	if (!is_one_command(ctx, c, m))
		return NULL;
	first = commands_first(ctx, c, &in);
	if (!first)
		return NULL;
	install_words(&in, &words);
	*missing = way_to_tool(&in, words.list[0]);
	if (is_up(ctx, c))
		return joined(first, up_command(ctx, c, dir, words));
	return joined(first, install_line(&words, in.dir, ctx->shell_dir.path));
}

const char *declared_up(struct context *ctx, const struct comparison *c)
{
	struct reason missing;
	const char *command = declared_command(ctx, c, &missing);

	return command && !missing.why && starts_with(command, "avenv ") ? command : NULL;
}

const char *declared_check_does(const struct comparison *c)
{
	size_t count = c->differences.count;

	return count ? joined("lists ", count == 1 ? "it" : "them") : "says more";
}

const char *declared_question(const struct context *ctx, const struct comparison *c)
{
	const struct manifest *m = c->manifest;
	struct install in = { .manifest = m, .dir = c->project, .venv = c->venv };
	struct strings words = { 0 };

	if (!m || !m->question)
		return NULL;
	in.path = calling_shell_path(c->venv);
	add_tool(&in, &words, m->question);
	if (way_to_tool(&in, words.list[0]).why)
		return NULL;
	return install_line(&words, c->project, ctx->shell_dir.path);
}
