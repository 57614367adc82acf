/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mend an environment where it lies. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "command/command.h"
#include "commands/allow_parts.h"
#include "commands/made.h"
#include "core/find.h"
#include "core/path.h"
#include "known/place.h"
#include "mend/repair.h"
#include "print/msg.h"
#include "print/paste.h"

#include "core/banned.h"

static bool dry_run;

static const struct option_spec options[] = {
	{ .letter = 'n',
	  .name = "dry-run",
	  .help = "say what is wrong, and change nothing",
	  .flag = &dry_run },
	{ 0 },
};

static void tell(struct context *ctx, const struct repair *r)
{
	const char *path = shown(r->venv->path);
	const char *defects = counted(r->mended.count, "defect", "defects");

	for (size_t i = 0; i < r->mended.count; i++)
		printf("%s\n", r->mended.list[i].text);
	relocate_tell_others(&r->relocation);
	for (size_t i = 0; i < r->refused.count; i++)
		error("%s; %s makes it anew, with the same packages", r->refused.list[i].text,
		      paste_quoted(r->refused.list[i].mend));
	if (!r->mended.count && !r->refused.count)
		note("there is nothing to mend in '%s'", path);
	else if (r->mended.count && dry_run)
		note("%s would mend %s in '%s'", place_line(ctx, "avenv repair", r->venv->path),
		     defects, path);
	else if (r->mended.count)
		note("mended %s in '%s'", defects, path);
}

/* What was made by copying is not yet what the user lets onto his PATH. */
static void tell_use(struct context *ctx, const struct venv *venv)
{
	const struct allow_how how = { .look_only = true };
	struct buf why = BUF_INIT;
	struct found found;

	find_recorded(&ctx->trust, venv->path, &found);
	if (ctx->trust.closed ||
	    (found.judgement.verdict != VERDICT_NONE && found.judgement.verdict != VERDICT_CHANGED))
		return;
	if (allow_refuses(ctx, venv->path, &how, &why))
		note("'%s' is not allowed yet, and 'avenv allow' refuses it: "
		     "%s",
		     shown(venv->path), why.data);
	else
		note("'%s' is not allowed yet; %s %s", shown(venv->path),
		     paste_command("avenv allow", venv->path), made_by_allowing(ctx, venv->path));
}

static int mend(struct context *ctx, const struct venv *venv)
{
	const struct python_from from = { .settings = &ctx->settings, .cwd = ctx->physical };
	struct repair r = { .venv = venv, .from = &from, .user = &ctx->user, .dry = dry_run };

	if (repair(&r))
		return -1;
	tell(ctx, &r);
	if (r.refused.count)
		return -1;
	if (!dry_run && r.mended.count)
		tell_use(ctx, venv);
	return 0;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct venv venv;
	int lock = -1, ret;

	if (argc > 1)
		return command_usage(&cmd_repair, "name one environment");
	if (place_look(ctx, argc ? argv[0] : NULL, &venv) || repair_refused(&ctx->trust, &venv))
		return EXIT_FAILED;
	if (!dry_run) {
		lock = stage_dir_lock(AT_FDCWD, venv.path, venv.path, NULL);
		if (lock < 0)
			return EXIT_FAILED;
	}
	ret = mend(ctx, &venv);
	if (lock >= 0)
		close(lock);
	return ret ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_repair = {
	.name = "repair",
	.args = "[OPTION...] [ENV]",
	.summary = "Mend an environment that was moved or copied, or lost its Python",
	.example = "avenv repair --dry-run",
	.options = options,
	.writes = true,
	.run = run,
};
