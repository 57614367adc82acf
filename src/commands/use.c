/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Make an environment in another directory a project's own, by the redirect `.venv` (PEP 832) and a
 * record. Everything is checked before the first write.
 */
#include <fcntl.h>
#include <unistd.h>

#include "cli/command.h"
#include "commands/allow.h"
#include "core/path.h"
#include "lookup/reason.h"
#include "lookup/target.h"
#include "mend/repoint.h"
#include "plan/search.h"
#include "print/paste.h"
#include "records/slots.h"

static bool want_clear;

static const struct option_spec options[] = {
	{ .name = "clear", .help = "remove the redirect again", .flag = &want_clear },
	{ 0 },
};

/* Find ENV, which needs no record: the user has typed it. */
static int find_target(struct context *ctx, const char *env, struct found *found)
{
	if (target_find(ctx, env, found))
		return -1;
	if (found->outcome != FIND_ENV && found->outcome != FIND_AMBIGUOUS)
		find_at(&ctx->trust,
			found->venv.path        ? found->venv.path :
			found->candidate.target ? found->candidate.target :
						  found->candidate.path,
			true, found);
	return found->outcome == FIND_ENV ? 0 : reason_error(ctx, found);
}

/*
 * Write the record, then the redirect. If the redirect fails, the record does not allow another
 * file that may get its name.
 */
static int write_redirect(struct context *ctx, const char *name)
{
	const char *project = ctx->physical, *path = path_join(project, ".venv"), *text;
	struct candidate c = { .path = path, .name = ".venv", .pointer = POINTER_REDIRECT };
	const struct allow_how plainly = { 0 };
	struct change change = { 0 };
	struct found found;

	if (find_target(ctx, name, &found))
		return -1;
	c.target = found.venv.path;
	if (streq(c.target, path))
		return error("'%s' is this project's own environment; %s turns it on", shown(path),
			     paste_for_quoted("avenv allow", path));
	text = redirect_text(project, c.target);
	if (!text || slot_allow(&ctx->trust, project, &c, &plainly, &change) ||
	    redirect_present(project) < 0)
		return -1;
	if (faccessat(AT_FDCWD, project, W_OK, AT_EACCESS))
		return error_errno("cannot write '%s'", shown(path));
	if (redirect_check_write(project) || change_commit(&change, &ctx->trust) ||
	    redirect_write(project, text))
		return -1;
	note("'%s' now leads to '%s'", shown(path), shown(c.target));
	allow_tell(ctx, project, ".venv");
	return 0;
}

/* Drop the record, then remove the redirect: without a record it is not used. */
static int remove_redirect(struct context *ctx)
{
	const char *project = ctx->physical, *path = path_join(project, ".venv");
	const struct record *old;
	struct change change = { 0 };
	int there;

	if (records_load(&ctx->trust))
		return -1;
	there = redirect_present(project);
	if (there <= 0)
		return there ? -1 : error("there is no redirect '%s'", shown(path));
	old = trust_named(&ctx->trust, project, ".venv");
	if (old)
		change_drop(&change, old);
	if (change_commit(&change, &ctx->trust))
		return -1;
	if (unlink(path))
		return error_errno("cannot remove '%s'", shown(path));
	note("removed the redirect '%s'", shown(path));
	return 0;
}

static int run_use(struct context *ctx, int argc, char **argv)
{
	if (want_clear == (argc > 0))
		return command_usage(&cmd_use, "name an environment, or say '--clear'");
	if (!ctx->physical)
		error("%s", pwd_lost);
	else if (!(want_clear ? remove_redirect(ctx) : write_redirect(ctx, argv[0])))
		return EXIT_DONE;
	return EXIT_FAILED;
}

const struct command cmd_use = {
	.name = "use",
	.args = "ENV | --clear",
	.summary = "Make ENV this directory's environment",
	.example = "avenv use ~/.virtualenvs/django",
	.options = options,
	.run = run_use,
};
