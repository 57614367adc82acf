/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Make an environment elsewhere a project's own: by the redirect `.venv` and a record. All is
 * checked before anything is written.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/record.h"
#include "commands/redirect.h"
#include "core/path.h"
#include "core/search.h"
#include "known/reason.h"
#include "known/target.h"
#include "records/change.h"

#include "core/banned.h"

static bool want_clear;

static const struct option_spec options[] = {
	{ .name = "clear", .help = "remove the redirect again", .flag = &want_clear },
	{ 0 },
};

/* The working directory, as `create` takes it; NULL, having said why no environment can be its. */
static const char *find_project(struct context *ctx)
{
	struct target target;

	if (target_of(ctx, NULL, &target))
		return NULL;
	if (!target.name)
		return ctx->physical;
	error("'%s' is an environment itself; go to the project that is to use one",
	      shown(target_slot(&target)));
	return NULL;
}

/* The environment NAME, as a hint shows it: in PROJECT; or the one of the project at NAME. */
static int find(struct context *ctx, const char *project, const char *name, struct found *found)
{
	const char *inside = path_join(project, name);
	struct file_info info;

	if (*name && !strchr(name, '/') && file_stat(name, &info) && !file_stat(inside, &info))
		name = inside;
	if (target_find(ctx, name, found))
		return -1;
	/* The command is the user's word: no record is needed. */
	if (found->outcome != FIND_ENV && found->outcome != FIND_AMBIGUOUS)
		find_at(&ctx->trust,
			found->venv.path        ? found->venv.path :
			found->candidate.target ? found->candidate.target :
						  found->candidate.path,
			true, found);
	return found->outcome == FIND_ENV ? 0 : reason_error(ctx, found);
}

/* The record of .venv in PROJECT that leads to ENV, or is ENV. */
static int plan(struct context *ctx, const char *project, const char *env, struct record *r)
{
	const char *path = path_join(project, ".venv");
	struct candidate c = { .path = path, .name = ".venv" };
	const struct allow_how plainly = { 0 };
	struct buf why = BUF_INIT;

	if (!streq(env, path)) {
		c.pointer = POINTER_REDIRECT;
		c.target = env;
	}
	if (slot_record(&ctx->trust, project, &c, &plainly, r, &why))
		return error("'%s' is not used: %s", shown(env), why.data);
	return 0;
}

/* A file .venv is new to git, and `.venv/` in .gitignore is for directories only. */
static void tell_ignore(const char *project)
{
	struct text text;
	struct buf b = BUF_INIT;

	buf_puts(&b, "\n");
	if (!file_slurp(path_join(project, ".gitignore"), FILE_MAX, &text))
		buf_putl(&b, text.data, "\n");
	if (file_exists(AT_FDCWD, path_join(project, ".git")) && !strstr(b.data, "\n.venv\n") &&
	    !strstr(b.data, "\n/.venv\n"))
		note("add '.venv' to .gitignore, or git shows the redirect as a new file");
}

/*
 * Write the record, then the redirect: if that fails, the record allows nothing else that may come
 * to its place.
 */
static int use(struct context *ctx, const char *project, const char *name)
{
	const char *path = path_join(project, ".venv"), *env;
	struct change change = { 0 };
	struct strings slot = { 0 };
	struct found found;
	struct chain chain;
	struct record r;
	bool there;

	if (find(ctx, project, name, &found) || plan(ctx, project, found.venv.path, &r))
		return -1;
	env = found.venv.path;
	/* It is that environment already, itself or by a link. */
	there = !chain_of(path, &chain) && streq(chain.path, env);
	if (!there && (!redirect_text(project, env) || redirect_look(project) < 0))
		return -1;
	if (!there && faccessat(AT_FDCWD, project, W_OK, AT_EACCESS))
		return error_errno("cannot write '%s'", shown(path));
	change_add(&change, &ctx->trust, &r);
	if (change_commit(&change, &ctx->trust, "") || (!there && redirect_write(project, env)))
		return -1;
	if (!there)
		note("'%s' now leads to '%s'", shown(path), shown(env));
	strings_add(&slot, ".venv");
	record_tell(ctx, project, &slot);
	if (!there)
		tell_ignore(project);
	return 0;
}

/* Drop the record, then the redirect: without a record it turns nothing on. */
static int clear(struct context *ctx, const char *project)
{
	const char *path = path_join(project, ".venv");
	const struct record *old;
	struct change change = { 0 };
	int there;

	if (records_load(ctx))
		return -1;
	there = redirect_look(project);
	if (there <= 0)
		return there ? -1 : error("there is no redirect '%s'", shown(path));
	old = trust_named(&ctx->trust, project, ".venv");
	if (old)
		change_drop(&change, old);
	if (change_commit(&change, &ctx->trust, ""))
		return -1;
	if (unlink(path))
		return error_errno("cannot remove '%s'", shown(path));
	note("removed the redirect '%s'", shown(path));
	return 0;
}

static int run(struct context *ctx, int argc, char **argv)
{
	const char *project;

	if (want_clear == (argc > 0))
		return command_usage(&cmd_use, "name an environment, or say '--clear'");
	project = find_project(ctx);
	if (!project || (want_clear ? clear(ctx, project) : use(ctx, project, argv[0])))
		return EXIT_FAILED;
	return EXIT_DONE;
}

const struct command cmd_use = {
	.name = "use",
	.args = "ENV | --clear",
	.summary = "Make ENV this directory's environment",
	.example = "avenv use ~/.virtualenvs/django",
	.options = options,
	.run = run,
};
