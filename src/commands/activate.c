/* SPDX-License-Identifier: GPL-3.0-or-later */
/* activate, deactivate, off and on print code, which the hook's function `avenv` evaluates. */
#include "commands/activate.h"

#include "cli/command.h"
#include "lookup/target.h"
#include "lookup/why_off.h"
#include "print/data.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/setup.h"

int fail_without_hook(void)
{
	return error("%s", reason_line(setup_missing()));
}

/* Print the plan of S, for the hook to evaluate. */
static void print_code(const struct calling_shell *s)
{
	struct buf b = BUF_INIT;

	buf_puts(&b, s->hook->mark);
	shell_answer(&b, s->hook, &s->look, &s->plan);
	data_text(b.data);
}

int activate_named(struct context *ctx, struct calling_shell *s, const char *env)
{
	struct verdict found;

	if (target_find(ctx, env, TO_USE, &found))
		return -1;
	plan_named(&s->look, &found, &s->plan);
	print_code(s);
	return 0;
}

/* Print the code that EVENT asks for. Returns 0, or -1 after printing why not. */
static int print_change(struct context *ctx, enum event event)
{
	struct calling_shell s;

	calling_shell_read(ctx, event, &s);
	if (!s.hook)
		return fail_without_hook();
	if (s.look.disable && event != EVENT_DEACTIVATE)
		return error("%s", reason_line(calling_shell_off(&s)));
	if (event == EVENT_DEACTIVATE && s.plan.situation.active == ACTIVE_NONE)
		return error("no environment is on");
	if (event == EVENT_ACTIVATE && !verdict_is_usable(&s.plan.found))
		return reason_error(ctx, &s.plan.found);
	/*
	 * With -C the shell is in another directory, which its prompts search: activate as if ENV
	 * were typed.
	 */
	if (event == EVENT_ACTIVATE && ctx->physical.path && ctx->shell_dir.path &&
	    !streq(ctx->physical.path, ctx->shell_dir.path))
		plan_named(&s.look, &s.plan.found, &s.plan);
	print_code(&s);
	if (event == EVENT_ACTIVATE && s.plan.situation.active == ACTIVE_BY_HAND &&
	    !s.plan.situation.same)
		note("'%s' is off, '%s' is on", shown(s.look.virtual_env),
		     shown(s.plan.found.venv.path));
	return 0;
}

static int run_activate(struct context *ctx, int argc, char **argv)
{
	struct calling_shell s;

	if (!argc)
		return print_change(ctx, EVENT_ACTIVATE);
	calling_shell_read(ctx, EVENT_ACTIVATE, &s);
	return s.hook ? activate_named(ctx, &s, argv[0]) : fail_without_hook();
}

static int run_deactivate(struct context *ctx, int argc, char **argv)
{
	return print_change(ctx, EVENT_DEACTIVATE);
}

static int run_off(struct context *ctx, int argc, char **argv)
{
	return print_change(ctx, EVENT_OFF);
}

static int run_on(struct context *ctx, int argc, char **argv)
{
	return print_change(ctx, EVENT_ON);
}

const struct command cmd_activate = {
	.name = "activate",
	.args = "[ENV]",
	.summary = "Activate this directory's environment; or ENV, wherever you go",
	.example = "avenv activate ~/.virtualenvs/tools",
	.run = run_activate,
};

const struct command cmd_deactivate = {
	.name = "deactivate",
	.args = "",
	.summary = "Deactivate it until you leave the project",
	.notes = "'avenv off' turns avenv off in this shell, 'avenv deny' this project for good.",
	.example = "avenv deactivate",
	.run = run_deactivate,
};

const struct command cmd_off = {
	.name = "off",
	.args = "",
	.summary = "Turn avenv off in this shell: no 'cd' activates anything",
	.notes = "'deactivate' deactivates one environment, until you leave its project.",
	.example = "avenv off",
	.run = run_off,
};

const struct command cmd_on = {
	.name = "on",
	.args = "",
	.summary = "Turn avenv on again, after 'avenv off'",
	.example = "avenv on",
	.run = run_on,
};
