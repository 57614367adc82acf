/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Make an environment a project's own: write the redirect, record the trust.
 * All that can speak against it is looked at before anything is written.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/command.h"
#include "commands/allow_parts.h"
#include "commands/redirect.h"
#include "core/find.h"
#include "core/path.h"
#include "known/place.h"
#include "known/target.h"
#include "known/typed.h"
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

/* .venv in PROJECT is ENV already, itself or by a link. */
static bool is_there(const char *project, const char *env)
{
	const char *path = path_join(project, ".venv"), *real = place_real(path);
	struct file_info info;

	return !file_lstat(path, &info) && !S_ISREG(info.mode) && real && streq(real, env);
}

/*
 * The record first: if the redirect cannot be written then, the record allows nothing else that
 * may come to its place.
 */
static int make(struct context *ctx, const char *project, const char *env, struct change *change)
{
	const char *path = path_join(project, ".venv");
	bool there = is_there(project, env);

	if (!there && redirect_look(project, env) < 0)
		return -1;
	if (!there && faccessat(AT_FDCWD, project, W_OK, AT_EACCESS))
		return error_errno("cannot write '%s'", shown(path));
	if (change_commit(change, &ctx->trust, "") || (!there && redirect_write(project, env)))
		return -1;
	if (!there)
		note("'%s' now leads to '%s'", shown(path), shown(env));
	return 0;
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

/* What a project's directory gives, else NAME: to use it is the word that it needs. */
static const char *resolve(struct context *ctx, const char *name)
{
	struct found found;

	if (!place_project(ctx, name, &found) || found.outcome == FIND_AMBIGUOUS)
		return name;
	if (found.venv.path)
		return found.venv.path;
	return found.candidate.target ? found.candidate.target : found.candidate.path;
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

/* The record first: a redirect without one turns nothing on. */
static int clear(struct context *ctx)
{
	struct change change = { 0 };
	const struct record *old;
	struct target project;
	const char *dir;
	int there;

	if (find_project(ctx, &project) || allow_load(ctx))
		return EXIT_FAILED;
	dir = project.chain.path;
	there = redirect_look(dir, NULL);
	if (!there)
		error("there is no redirect '%s'", shown(path_join(dir, ".venv")));
	if (there <= 0)
		return EXIT_FAILED;
	old = trust_named(&ctx->trust, dir, ".venv");
	if (old)
		change_drop(&change, old);
	if (change_commit(&change, &ctx->trust, "") || redirect_remove(dir))
		return EXIT_FAILED;
	note("the redirect '%s' is removed", shown(path_join(dir, ".venv")));
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
