/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Record that nothing of a project, an environment or a tree is turned on. */
#include "cli/allow.h"
#include "cli/record.h"
#include "cli/target.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

static bool want_tree;

static const struct option_spec options[] = {
	{ .name = "tree", .help = "DIR and everything below it", .flag = &want_tree },
	{ 0 },
};

static void tell(struct trust *trial, const struct target *target)
{
	const char *path = target->chain.path;
	const char *left = want_tree ? NULL : allow_left(trial, path);

	if (want_tree)
		note("'%s' and everything below it is denied, but for what is "
		     "allowed there by itself",
		     shown(path));
	else
		note("'%s' is denied: %s%s%s%s", shown(path),
		     target->env && !left ? "it is not turned on" : "nothing in it is turned on",
		     left ? ", but for what is allowed there by itself, such "
			    "as '" :
			    "",
		     left ? shown(left) : "", left ? "'" : "");
	if (target->led)
		note("'%s' is denied: it is not turned on", shown(target->led));
}

static void deny(struct change *change, const struct chain *chain, bool env)
{
	struct record r = record_of(chain);

	r.deny = true;
	r.env = env;
	r.tree = want_tree;
	change_add(change, &r);
}

/*
 * What leads to an environment deeper in the project, and is on, had it recorded with
 * that.  Where the shell stands in the one that it is led to, that is denied.
 */
static void deny_led(struct context *ctx, struct change *change, const struct target *target)
{
	const char *project = target->chain.path, *env;
	struct chain chain;

	if (target->led && !chain_of(target->led, &chain)) {
		deny(change, &chain, true);
		return;
	}
	env = allow_led_to(ctx, project);
	if (env && path_under(env, project))
		change_forget(change, env, FORGET_ALLOWS, NULL);
}

static int run(struct context *ctx, int argc, char **argv)
{
	size_t wanted = argc ? (size_t)argc : 1, known = 0;
	struct target *targets = mem_array(wanted, sizeof(*targets));
	struct change change = { 0 };
	struct trust trial;

	if (want_tree && !argc)
		return command_usage(&cmd_deny, "name a directory; '.' is this one");
	for (size_t i = 0; i < wanted; i++) {
		struct target *t = &targets[known];

		if (target_typed(ctx, argc ? argv[i] : NULL, want_tree, t))
			continue;
		known++;
		if (!t->env && !want_tree)
			deny_led(ctx, &change, t);
		deny(&change, &t->chain, t->env);
	}
	if (known && record_commit(&ctx->trust, &change))
		return EXIT_FAILED;
	trial = record_try(&ctx->trust, &change);
	for (size_t i = 0; i < known; i++)
		tell(&trial, &targets[i]);
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
