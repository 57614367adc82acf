/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * activate, deactivate, off and on change the shell itself, which only the
 * hook's function can.  What arrives here either has no hook behind it, or the
 * hook could not do it and wants the reason told.
 */
#include "cli/command.h"
#include "cli/explain.h"
#include "cli/here.h"
#include "cli/place.h"
#include "cli/turn_on.h"
#include "print/msg.h"

#include "core/banned.h"

static int disabled(void)
{
	error("avenv is off in this shell by AVENV_DISABLE; '%s' takes that "
	      "away",
	      here_unset_line("AVENV_DISABLE"));
	return EXIT_FAILED;
}

static int run_activate(struct context *ctx, int argc, char **argv)
{
	struct explanation why;
	struct found found;
	struct here h;

	if (argc > 1)
		return command_usage(&cmd_activate, "one environment at a time");
	here_look(ctx, &h);
	if (argc || h.evaluates)
		return place_env(ctx, argc ? argv[0] : NULL, &found) ? EXIT_FAILED :
								       turn_on(ctx, &h, &found);
	if (!h.hook)
		return turn_on_hookless(ctx);
	if (h.disabled)
		return disabled();
	if (h.plan.found.outcome != FIND_ENV) {
		place_error(ctx, &h.plan.found);
		return EXIT_FAILED;
	}
	explain(ctx, &h, &why);
	error("%s", why.because);
	return EXIT_FAILED;
}

static int run_deactivate(struct context *ctx, int argc, char **argv)
{
	struct here h;

	(void)argv;
	if (argc)
		return command_usage(&cmd_deactivate, "it takes no arguments");
	here_look(ctx, &h);
	if (!h.hook)
		return turn_on_hookless(ctx);
	if (h.plan.situation.active == ACTIVE_THEIRS)
		error("'%s' was not turned on by avenv; type 'deactivate'",
		      shown(h.session.active));
	else
		error("no environment is on");
	return EXIT_FAILED;
}

static int run_switch(const struct command *cmd, struct context *ctx, struct here *h, int argc)
{
	if (argc)
		return command_usage(cmd, "it takes no arguments");
	here_look(ctx, h);
	if (!h->hook)
		return turn_on_hookless(ctx);
	return h->disabled ? disabled() : EXIT_DONE;
}

static int run_off(struct context *ctx, int argc, char **argv)
{
	struct here h;

	(void)argv;
	return run_switch(&cmd_off, ctx, &h, argc);
}

/* What a shell switches on may stay off by the user's earlier word. */
static int run_on(struct context *ctx, int argc, char **argv)
{
	struct explanation why;
	struct here h = { 0 };
	int ret = run_switch(&cmd_on, ctx, &h, argc);

	(void)argv;
	if (ret || h.plan.situation.active != ACTIVE_NONE || !h.plan.situation.muted)
		return ret;
	explain(ctx, &h, &why);
	note("%s; 'avenv activate' turns it on now", why.because);
	return EXIT_DONE;
}

const struct command cmd_activate = {
	.name = "activate",
	.args = "[ENV]",
	.summary = "Turn this directory's environment on in this shell, or ENV",
	.example = "avenv activate ~/.virtualenvs/tools",
	.run = run_activate,
};

const struct command cmd_deactivate = {
	.name = "deactivate",
	.args = "",
	.summary = "Turn it off until you leave its project",
	.example = "avenv deactivate",
	.run = run_deactivate,
};

const struct command cmd_off = {
	.name = "off",
	.args = "",
	.summary = "Switch avenv off in this shell",
	.example = "avenv off",
	.run = run_off,
};

const struct command cmd_on = {
	.name = "on",
	.args = "",
	.summary = "Switch avenv on again",
	.example = "avenv on",
	.run = run_on,
};
