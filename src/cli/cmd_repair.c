/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mend an environment where it lies. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <unistd.h>

#include "cli/allow.h"
#include "cli/made.h"
#include "cli/place.h"
#include "cli/repair.h"
#include "cli/stage_dir.h"
#include "core/find.h"
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

static void print(const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		printf("%s\n", findings->list[i].text);
}

static void print_beyond(const struct repair *repair)
{
	const struct findings *beyond = &repair->beyond;

	for (size_t i = 0; i < beyond->count; i++)
		error("%s", beyond->list[i].text);
	if (beyond->count && beyond->list[0].mend)
		error("that cannot be mended in place; %s makes it anew, with "
		      "the same packages",
		      paste_quoted(beyond->list[0].mend));
}

static void tell(struct context *ctx, const struct repair *repair)
{
	const char *path = shown(repair->venv.path);
	size_t count = repair->mendable.count;
	size_t left = repair->reported.count + repair->reported_more;

	if (!count && !repair->beyond.count)
		note("there is nothing to mend in '%s'", path);
	else if (count && dry_run)
		note("%s would mend %s in '%s'", place_line(ctx, "avenv repair", repair->venv.path),
		     counted(count, "defect", "defects"), path);
	else if (count)
		note("mended %s in '%s'; %s rewritten", counted(count, "defect", "defects"), path,
		     counted(repair->plan.written, "file was", "files were"));
	if (left)
		note("left as %s: %s", left == 1 ? "it is" : "they are",
		     counted(left, "place", "places"));
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

static int repair(struct context *ctx, const struct venv *venv)
{
	struct repair found;

	if (repair_look(ctx, venv, &found))
		return -1;
	if (found.unseen)
		return error("%s", found.unseen);
	print(&found.mendable);
	print(&found.reported);
	/* What nobody wants to read is no reason to leave it. */
	if (fflush(stdout) && errno != EPIPE) {
		error_errno("cannot write to standard output");
		/* Nor is it tried, and said, again at the end. */
		__fpurge(stdout);
		clearerr(stdout);
		return -1;
	}
	if (!dry_run && repair_apply(&found))
		return -1;
	tell(ctx, &found);
	print_beyond(&found);
	if (found.beyond.count)
		return -1;
	if (!dry_run && found.mendable.count)
		tell_use(ctx, venv);
	return 0;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct file_info info;
	struct venv venv;
	int lock, ret;

	if (argc > 1)
		return command_usage(&cmd_repair, "name one environment");
	if (place_look(ctx, argc ? argv[0] : NULL, &venv) || repair_refused(ctx, &venv))
		return EXIT_FAILED;
	if (dry_run)
		return repair(ctx, &venv) ? EXIT_FAILED : EXIT_DONE;
	if (file_lstat(venv.path, &info))
		return error_errno("cannot find '%s'", shown(venv.path)) ? EXIT_FAILED : EXIT_DONE;
	lock = stage_lock_seen(AT_FDCWD, venv.path, venv.path, &info);
	if (lock < 0)
		return EXIT_FAILED;
	ret = repair(ctx, &venv);
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
