/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * activate, deactivate, off and on change the shell itself: they print code, which the hook's
 * function evaluates.
 */
#include "command/command.h"
#include "commands/explain.h"
#include "commands/turn_on.h"
#include "known/here.h"
#include "known/place.h"
#include "print/msg.h"

#include "core/banned.h"

static int disabled(void)
{
	error("avenv is off in this shell by AVENV_DISABLE; '%s' takes that away",
	      here_unset_line("AVENV_DISABLE"));
	return EXIT_FAILED;
}

/* This directory's environment is on, or the reason why it is not was said. */
static int activate_here(struct context *ctx, struct here *h)
{
	const struct found *found = &h->plan.found;

	if (h->look.disable)
		return disabled();
	if (found->outcome != FIND_ENV) {
		place_error(ctx, found);
		return EXIT_FAILED;
	}
	if (h->plan.situation.active == ACTIVE_BY_HAND && !h->plan.situation.same)
		note("'%s' is off, '%s' is on", shown(h->look.virtual_env),
		     shown(found->venv.path));
	return here_print(h);
}

static int run_activate(struct context *ctx, int argc, char **argv)
{
	struct found found;
	struct here h;

	if (argc > 1)
		return command_usage(&cmd_activate, "one environment at a time");
	here_ask(ctx, EVENT_ACTIVATE, &h);
	if (argc)
		return place_env(ctx, argv[0], &found) ? EXIT_FAILED : turn_on(ctx, &h, &found);
	if (!h.hook)
		return turn_on_hookless(ctx, &h);
	return activate_here(ctx, &h);
}

/* Print what EVENT leads to. */
static int change(const struct command *cmd, struct context *ctx, int argc, enum event event,
		  struct here *h)
{
	if (argc)
		return command_usage(cmd, "it takes no arguments");
	here_ask(ctx, event, h);
	if (!h->hook)
		return turn_on_hookless(ctx, h);
	if (h->look.disable && event != EVENT_DEACTIVATE)
		return disabled();
	if (event == EVENT_DEACTIVATE && h->plan.situation.active == ACTIVE_NONE) {
		error("no environment is on");
		return EXIT_FAILED;
	}
	return here_print(h);
}

static int run_deactivate(struct context *ctx, int argc, char **argv)
{
	struct here h;

	(void)argv;
	return change(&cmd_deactivate, ctx, argc, EVENT_DEACTIVATE, &h);
}

static int run_off(struct context *ctx, int argc, char **argv)
{
	struct here h;

	(void)argv;
	return change(&cmd_off, ctx, argc, EVENT_OFF, &h);
}

/* An environment may stay off by an earlier `deactivate`. */
static int run_on(struct context *ctx, int argc, char **argv)
{
	struct explanation why;
	struct here h = { 0 };
	int ret = change(&cmd_on, ctx, argc, EVENT_ON, &h);

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
