/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Record that nothing of a project, an environment or a tree is turned on. */
#include "cli/allow.h"
#include "cli/msg.h"
#include "cli/record.h"
#include "cli/target.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

static bool want_tree;

static const struct option_spec options[] = {
	{ .name = "tree",
	  .help = "DIR and everything below it",
	  .flag = &want_tree },
	{ 0 },
};

static void tell(const struct target *target)
{
	const char *path = shown(target->chain.path);

	if (want_tree)
		note("'%s' and everything below it is denied, but for what is "
		     "allowed there by itself",
		     path);
	else if (target->env)
		note("'%s' is denied: it is not turned on", path);
	else
		note("'%s' is denied: nothing in it is turned on", path);
}

static int run(struct context *ctx, int argc, char **argv)
{
	size_t wanted = argc ? (size_t)argc : 1, known = 0;
	struct target *targets = mem_array(wanted, sizeof(*targets));
	const char **led = mem_array(wanted, sizeof(*led));
	struct change change = { 0 };
	struct trust trial;

	if (want_tree && !argc)
		return command_usage(&cmd_deny,
				     "name a directory; '.' is this one");
	for (size_t i = 0; i < wanted; i++) {
		struct target *t = &targets[known];
		const char *path;
		struct record r;

		if (target_typed(ctx, argc ? argv[i] : NULL, want_tree, t))
			continue;
		path = t->chain.path;
		led[known] = t->env ? NULL : allow_led_to(ctx, path);
		/* Where the shell stands in it, that is what is meant. */
		if (led[known] && (t->led || path_under(led[known], path)))
			change_forget_allows(&change, led[known]);
		known++;
		r = record_of(&t->chain);
		r.deny = true;
		r.env = t->env;
		r.tree = want_tree;
		change_add(&change, &r);
	}
	if (known && record_commit(&ctx->trust, &change))
		return EXIT_FAILED;
	trial = record_try(&ctx->trust, &change);
	for (size_t i = 0; i < known; i++) {
		tell(&targets[i]);
		if (!want_tree)
			allow_tell_left(&trial, targets[i].chain.path, led[i]);
	}
	return known == wanted ? EXIT_DONE : EXIT_FAILED;
}

const struct command cmd_deny = {
	.name = "deny",
	.args = "[[--tree] DIR...]",
	.summary = "Never turn on an environment of this project, or of DIR",
	.example = "avenv deny ~/src/untrusted",
	.options = options,
	.writes = true,
	.run = run,
};
