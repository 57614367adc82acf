/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Record that nothing in a directory, and below it, is turned on. */
#include "commands/record.h"
#include "core/path.h"
#include "known/target.h"
#include "records/change.h"

#include "core/banned.h"

/* A link or a redirect is denied by its project, not by the directory it leads to. */
static const char *path_of(const struct target *target)
{
	struct candidate c;

	if (target->name && slot_named(target->dir, target->name, &c) && !c.pointer)
		return c.path;
	return target->dir;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct change change = { 0 };
	int ret = EXIT_DONE;

	for (int i = 0; i < (argc ? argc : 1); i++) {
		struct target target;
		struct record r;

		if (target_of(ctx, argc ? argv[i] : NULL, &target)) {
			ret = EXIT_FAILED;
		} else if (tree_record(path_of(&target), true, &r)) {
			error_errno("cannot find '%s'", shown(target_slot(&target)));
			ret = EXIT_FAILED;
		} else {
			change_add(&change, &ctx->trust, &r);
		}
	}
	if (change_commit(&change, &ctx->trust, ""))
		return EXIT_FAILED;
	for (size_t i = 0; i < change.add_count; i++)
		note("'%s' is denied: nothing in it or below is turned on",
		     shown(change.adds[i].path));
	return ret;
}

const struct command cmd_deny = {
	.name = "deny",
	.args = "[DIR...]",
	.summary = "Never turn on an environment of this project, or in DIR",
	.example = "avenv deny ~/src/untrusted",
	.run = run,
};
