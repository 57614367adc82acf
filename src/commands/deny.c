/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Record that nothing in a directory, and below it, is turned on. */
#include "lookup/target.h"

#include "cli/command.h"
#include "print/paste.h"
#include "records/refusal.h"
#include "records/slots.h"

static int deny(struct context *ctx, const char *arg)
{
	struct change change = { 0 };
	struct buf why = BUF_INIT;
	const char *lift;
	struct verdict found;
	struct candidates named;
	struct record r;
	struct real_path path;

	if (target_project_or_slot(ctx, arg, &named))
		return -1;
	/* For a link or a redirect, deny the project, not the target. */
	path = named.count && named.list->pointer ? named.project : target_real(&named);
	if (tree_record(&ctx->trust, path, true, &r, &why))
		return error("%s", why.data);
	change_add(&change, &ctx->trust, &r);
	if (change_commit(&change, &ctx->trust))
		return -1;
	if (path.path == named.project.path)
		find_in(&ctx->trust, path.path, &found);
	else
		find_at(&ctx->trust, path.path, false, &found);
	lift = verdict_bar(&found) == BAR_DENIED_ITSELF ? refusal_of(&found).next :
							  paste_for("avenv forget", path.path);
	note("'%s' is denied: nothing in it or below is turned on; %s lifts that", shown(path.path),
	     paste_quoted(lift));
	return 0;
}

static int run_deny(struct context *ctx, int argc, char **argv)
{
	int ret = 0;

	for (int i = 0; i < argc || !i; i++)
		ret |= deny(ctx, argv[i]);
	return ret;
}

const struct command cmd_deny = {
	.name = "deny",
	.args = "[DIR...]",
	.summary = "Never activate an environment in this project, or in DIR",
	.example = "avenv deny ~/src/untrusted",
	.run = run_deny,
};
