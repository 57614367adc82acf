/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Make an environment in another directory a project's own, by a link `.venv` and a record.
 * Everything is checked before the first write.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "cli/command.h"
#include "commands/allow.h"
#include "core/path.h"
#include "lookup/damaged.h"
#include "lookup/target.h"
#include "lookup/why_off.h"
#include "mend/repoint.h"
#include "plan/search.h"
#include "print/paste.h"
#include "records/slots.h"

static bool want_clear;

static const struct option_spec options[] = {
	{ .name = "clear", .help = "remove the link again", .flag = &want_clear },
	{ 0 },
};

/* Find ENV, which needs no record: the user has typed it. */
static int find_target(struct context *ctx, const char *env, struct verdict *found)
{
	if (target_find(ctx, env, TO_NAME, found))
		return -1;
	if (!verdict_is_usable(found) && verdict_bar(found) != BAR_SEVERAL)
		find_at(&ctx->trust,
			found->venv.path        ? found->venv.path :
			found->candidate.target ? found->candidate.target :
						  found->candidate.path,
			true, found);
	/* make_link() refuses one that others may change: a record of its own would not help. */
	if (verdict_is_usable(found) || (verdict_bar(found) == BAR_OTHERS && found->venv.path))
		return 0;
	return reason_error(ctx, found);
}

/*
 * Write the record, then the link. If the link cannot be made, the record allows nothing else that
 * gets the name .venv.
 */
static int make_link(struct context *ctx, const char *env)
{
	const struct real_path project = ctx->physical;
	const char *path = path_join(project.path, ".venv");
	/* The link is not there yet. */
	struct candidate link = { .path = path,
				  .name = ".venv",
				  .project = project.path,
				  .info = { .mode = S_IFLNK, .uid = geteuid() },
				  .pointer = POINTER_LINK };
	struct change change = { 0 };
	struct file_info seen;
	struct verdict found;
	int present;

	if (find_target(ctx, env, &found))
		return -1;
	link.target = found.venv.path;
	if (streq(link.target, path)) {
		find_in(&ctx->trust, project.path, &found);
		if (verdict_is_usable(&found)) {
			allow_tell(ctx, project, ".venv");
			return 0;
		}
		return error("'%s' is this project's own environment; %s turns it on", shown(path),
			     paste_for_quoted("avenv allow", path));
	}
	present = project_link_present(&ctx->trust, project, &seen);
	if (present < 0 || project_link_check(project.path) ||
	    slot_allow(&ctx->trust, &link, BY_MADE, &change) ||
	    change_check_project(&change, AT_FDCWD, ".", project.path) ||
	    change_commit(&change, &ctx->trust) ||
	    project_link_write(project, chain_path(&found.env), present ? &seen : NULL))
		return -1;
	note("'%s' now points to '%s'", shown(path), shown(link.target));
	allow_tell(ctx, project, ".venv");
	return 0;
}

/* Drop the record, then remove the link: avenv follows no link without a record. */
static int remove_link(struct context *ctx)
{
	const struct real_path project = ctx->physical;
	const char *path = path_join(project.path, ".venv");
	const struct record *old;
	struct change change = { 0 };
	struct file_info seen;
	int present;

	/* A killed run may have given the link a private name. */
	stage_sweep(project.path);
	if (records_load(&ctx->trust))
		return -1;
	present = project_link_present(&ctx->trust, project, &seen);
	if (present <= 0)
		return present ? -1 : error("there is no link '%s'", shown(path));
	old = trust_named(&ctx->trust, project, ".venv");
	if (old)
		change_drop(&change, old);
	if (change_commit(&change, &ctx->trust))
		return -1;
	if (project_link_remove(project, &seen))
		return -1;
	note("removed '%s'", shown(path));
	return 0;
}

static int run_use(struct context *ctx, int argc, char **argv)
{
	if (want_clear == (argc > 0))
		return command_usage(&cmd_use, "name an environment, or say '--clear'");
	if (!ctx->physical.path)
		error("%s", pwd_lost);
	else if (!(want_clear ? remove_link(ctx) : make_link(ctx, argv[0])))
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
