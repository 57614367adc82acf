/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "up/difference.h"

#include "context/calling_shell.h"
#include "core/mem.h"
#include "core/path.h"
#include "declared/install.h"
#include "declared/reads.h"
#include "lookup/known.h"
#include "lookup/way_install.h"
#include "lookup/way_up.h"
#include "lookup/why_off.h"
#include "print/msg.h"
#include "print/paste.h"
#include "python/python.h"
#include "shell/watch.h"
#include "system/child.h"

/* FOUND is the environment at the path ENV. */
static bool is_at(const struct verdict *found, const char *env)
{
	return found->venv.path && env && streq(found->venv.path, env);
}

bool up_fills_other(struct context *ctx, const struct project *project, const struct verdict *here,
		    struct verdict *own)
{
	*own = (struct verdict){ 0 };
	if (!project->manifest)
		return project->fault &&
		       !(here->project.path && streq(project->dir, here->project.path));
	project_env(&ctx->trust, project, own);
	return !is_at(own, here->venv.path);
}

bool declared_differs(struct context *ctx, const struct project *project,
		      const struct verdict *found, struct comparison *c)
{
	struct dists *dists = mem_array(1, sizeof(*dists));
	const char *env = found->venv.path, *root = found->project.path;
	struct verdict own;

	if (up_fills_other(ctx, project, found, &own) || !root ||
	    settings_is_home(&ctx->settings, root) || watch_is_far(root) || watch_is_far(env))
		return false;
	*c = (struct comparison){ .venv = &found->venv, .dists = dists, .bounded = true };
	c->most = 8UL * 1024 * 1024;
	c->project = project_of_env(project, found);
	dists_read_within(c->venv, dists, &c->most);
	declared_compare(c);
	return !c->fault && declared_is_different(c);
}

/* Set FOUND to the environment into which the command of M, for C's files, installs. */
static void find_filled(struct context *ctx, const struct comparison *c, const struct manifest *m,
			struct verdict *found)
{
	if (c->project.manifest)
		project_env(&ctx->trust, &c->project, found);
	else if (m->tool)
		find_in(&ctx->trust, path_parent(c->files.list[0]), found);
	else
		find_pwd(ctx, found);
}

/*
 * Why no program of the environment of C may run, whoever named it: the records decide. FOUND is
 * that of C's project, which may be another. `why` is NULL: they may.
 */
static struct reason off_reason(struct context *ctx, const struct comparison *c,
				const struct verdict *found)
{
	const struct real_path real = venv_real(c->venv);
	struct verdict env = *found;

	if (!is_at(found, c->venv->path))
		known_judge(&ctx->trust, real, known_tool(real), &env);
	return verdict_is_usable(&env) ? (struct reason){ 0 } : reason_of(ctx, &env);
}

/* `avenv up`, with -r for files that were named, installs what C declares into FOUND. */
static bool is_up(const struct comparison *c, const struct verdict *found)
{
	for (size_t i = 0; !c->project.manifest && i < c->files.count; i++)
		if (manifest_of(c->files.list[i]) != &manifest_requirements)
			return false;
	return is_at(found, c->venv->path);
}

/* `avenv up` in DIR for C; WORDS, the command of pip or uv, has -r and the files at its end. */
static const char *up_command(const struct context *ctx, const struct comparison *c,
			      const char *dir, struct strings words)
{
	const char *up = c->project.manifest ? up_line(ctx, dir) : paste_in(dir, "avenv up");

	if (c->project.manifest) {
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
 * NULL: no Python is found that the project asks for, or `recreate` refuses the environment, as it
 * is a repository.
 */
static const char *commands_first(struct context *ctx, const struct comparison *c,
				  const struct install *in)
{
	const struct manifest *m = in->project.manifest;
	const char *then = paste_shell()->and_then, *series;
	struct strings words = { 0 };
	struct buf first = BUF_INIT;

	if (c->python && !(m->tool && m->tool->python_variable)) {
		series = python_series_for(ctx, c->python->requirement.specifiers);
		if (!series || file_exists(path_join(c->venv->path, ".git")))
			return NULL;
		buf_putl(&first, paste_env(joined("avenv recreate -p ", series), c->venv->path),
			 then);
	}
	if (pip_lack(in))
		buf_putl(&first, pip_upgrade(in->python), then);
	if (c->unlocked && m->relock) {
		add_tool(in, &words, m->relock);
		buf_putl(&first, install_line(&words, c->project.root, ctx->shell_dir.path), then);
	}
	return first.data;
}

/* The command of M, the kind of the first of C's files, which are in DIR, installs all of them. */
static bool is_one_command(const struct comparison *c, const struct manifest *m, const char *dir)
{
	for (size_t i = 1; i < c->files.count; i++) {
		const char *file = c->files.list[i];
		const struct manifest *other = manifest_of(file);

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
	struct install in = { .ctx = ctx,
			      .project = c->project,
			      .pip = pip_version(c->dists),
			      .files = c->files,
			      .extras = c->extras,
			      .groups = c->groups,
			      .compared = c };
	const struct manifest *m = c->project.manifest;
	struct strings words = { 0 };
	struct verdict found;
	struct reason off;
	const char *first;

	*missing = (struct reason){ 0 };
	if (!m) {
		m = in.project.manifest = manifest_of(c->files.list[0]);
		/* The tool works in the directory of its file. */
		if (m->tool) {
			in.project.file = c->files.list[0];
			in.project.dir = in.project.root = path_parent(in.project.file);
		}
	}
	find_filled(ctx, c, m, &found);
	off = off_reason(ctx, c, &found);
	if (!off.why &&
	    ((m->tool && !is_at(&found, c->venv->path)) || !is_one_command(c, m, in.project.dir)))
		return NULL;
	/* What `up` does not run is no command to type, either. */
	*missing = up_refusal(ctx, &in.project, &found, in.project.file ? NULL : &c->files,
			      READS_MAX_HINT);
	if (off.why) {
		*missing = missing->why ? *missing : off;
		return NULL;
	}
	in.found = &found;
	install_set_env(&in, c->venv);
	first = commands_first(ctx, c, &in);
	if (!first)
		return NULL;
	install_words(&in, &words);
	if (!missing->why)
		*missing = way_to_tool(&in, words.list[0]);
	if (!is_up(c, &found))
		return joined(first, install_line(&words, in.project.dir, ctx->shell_dir.path));
	return joined(first, up_command(ctx, c, c->project.dir, words));
}

struct reason declared_elsewhere(struct context *ctx, const struct comparison *c)
{
	struct install in = { .ctx = ctx, .project = c->project };
	struct verdict found;

	if (!in.project.manifest || !in.project.manifest->tool)
		return (struct reason){ 0 };
	project_env(&ctx->trust, &in.project, &found);
	if (off_reason(ctx, c, &found).why)
		return (struct reason){ 0 };
	in.found = &found;
	install_set_env(&in, c->venv);
	return install_elsewhere(&in);
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

const char *declared_question(struct context *ctx, const struct comparison *c)
{
	const struct manifest *m = c->project.manifest;
	struct install in = { .project = c->project };
	struct strings words = { 0 };
	struct verdict found;

	if (!m || !m->question)
		return NULL;
	project_env(&ctx->trust, &c->project, &found);
	/* The tool may be one of the environment's programs. */
	if (off_reason(ctx, c, &found).why)
		return NULL;
	install_set_env(&in, c->venv);
	add_tool(&in, &words, m->question);
	if (!strchr(words.list[0], '/') && !programs_find(in.path, words.list[0]))
		return NULL;
	return install_line(&words, c->project.root, ctx->shell_dir.path);
}
