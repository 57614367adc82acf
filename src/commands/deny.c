/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Record that nothing of a directory, and of all below it, is turned on. */
#include "command/command.h"
#include "commands/allow_parts.h"
#include "core/path.h"
#include "known/target.h"
#include "print/msg.h"
#include "records/change.h"

#include "core/banned.h"

/* What a link or a redirect leads to is not what was meant. */
static const char *denied_path(const struct target *target)
{
	struct candidate c;

	if (target->name && slot_named(target->chain.path, target->name, &c) && !c.pointer)
		return c.path;
	return target->chain.path;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct change change = { 0 };
	struct strings done = { 0 };
	int ret = EXIT_DONE;

	for (int i = 0; i < (argc ? argc : 1); i++) {
		struct target target;
		struct record r;

		if (target_typed(ctx, argc ? argv[i] : NULL, &target)) {
			ret = EXIT_FAILED;
		} else if (!argc && target_is_home(&ctx->settings, target.chain.path)) {
			target_home_error(target.chain.path, "avenv deny", &target);
			ret = EXIT_FAILED;
		} else if (tree_record(denied_path(&target), true, &r)) {
			error_errno("cannot find '%s'", shown(target_path(&target)));
			ret = EXIT_FAILED;
		} else {
			change_add(&change, &ctx->trust, &r);
			strings_add(&done, r.path);
		}
	}
	if (change_commit(&change, &ctx->trust, ""))
		return EXIT_FAILED;
	for (size_t i = 0; i < done.count; i++)
		note("'%s' is denied: nothing in it or below is turned on", shown(done.list[i]));
	return ret;
}

const struct command cmd_deny = {
	.name = "deny",
	.args = "[DIR...]",
	.summary = "Never turn on an environment of this project, or in DIR",
	.example = "avenv deny ~/src/untrusted",
	.writes = true,
	.run = run,
};
