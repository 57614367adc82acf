/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Print the hook of a shell, or its completion, with the paths of the two programs filled in; or
 * the next question to the helper in this shell, and its answer.
 */
#include "cli/command.h"
#include "cli/program.h"
#include "lookup/reason.h"
#include "lookup/session.h"
#include "print/data.h"
#include "print/paste.h"

static bool want_completion, want_trace;

static const struct option_spec options[] = {
	{ 0, "completion", NULL, "print the completion instead", .flag = &want_completion },
	{ 0, "trace", NULL, "print what the shell asks next, and the answer", .flag = &want_trace },
	{ 0 },
};

/* ---- the trace ------------------------------------------------------------- */

static const char *const action_words[] = {
	[DO_NOTHING] = "changes nothing",
	[DO_DEFINE_DEACTIVATE] = "defines `deactivate`",
	[DO_DEACTIVATE] = "turns off the active environment",
	[DO_DROP_OURS] = "takes away its own, under one that the user turned on",
	[DO_ACTIVATE] = "turns it on",
	[DO_SWITCH] = "turns it on in place of the active one",
	[DO_REFRESH] = "sets its variables again",
	[DO_ADOPT] = "takes over the active one, which the user turned on",
};

/* In the order of the fields of struct state */
static const char *const state_words[STATE_FIELDS] = {
	"PWD",
	"VIRTUAL_ENV",
	"entry in PATH",
	"by 'avenv activate'",
	"by direnv or mise",
	"by its script",
	"tools",
	"removed entry",
	"name",
	"hints given",
	"off",
	"prompted",
	"turned off",
};

static void print_trace_line(const char *title, const char *text)
{
	if (is_set(text))
		printf("  %-20s%s\n", title, shown(text));
}

static void print_trace_none(bool any)
{
	if (!any)
		puts("  nothing");
}

static void print_trace_state(const struct state *state)
{
	bool any = false;

	puts("after the last answer the shell knew");
	for (size_t i = 0; i < STATE_FIELDS; i++) {
		print_trace_line(state_words[i], state->fields[i]);
		any |= is_set(state->fields[i]);
	}
	print_trace_none(any);
}

static void print_trace_plan(struct context *ctx, const struct session *s)
{
	puts("the helper");
	if (s->plan.situation.off)
		print_trace_line("finds nothing:",
				 joined("avenv is off; ", session_on_line(s), " ends that"));
	else if (s->plan.found.outcome == FIND_ENV)
		print_trace_line("finds", s->plan.found.venv.path);
	else
		print_trace_line("finds none to use:", reason_text(ctx, &s->plan.found));
	print_trace_line("and", action_words[s->plan.action]);
	print_trace_line("says", s->plan.message.text);
}

static void print_trace_watch(const struct plan *plan)
{
	struct watch watch;

	watch_fill(&watch, plan);
	puts("until the next look the shell notices");
	if (plan->look_at_next_prompt)
		print_trace_line("everything:", "the next prompt looks again");
	print_trace_line("nothing:", watch.off);
	print_trace_line("if it goes:", watch.present);
	print_trace_line("if it is another:", watch.held.path);
	for (size_t i = 0; !watch.off && i < plan->missing.count; i++)
		print_trace_line("if it appears:", plan->missing.list[i]);
	print_trace_none(plan->look_at_next_prompt || watch.off || watch.present ||
			 watch.held.path || plan->missing.count);
}

/* The hook asks after each command of avenv, and then at the prompt. */
static int print_trace(struct context *ctx, const struct shell *shell)
{
	struct session s;
	struct buf answer = BUF_INIT;

	session_read(ctx, paste_hook() ? EVENT_COMMAND : EVENT_PROMPT, &s);
	shell_answer(&answer, shell, &s.look, &s.plan);
	printf("%s %s asks%s\n", s.hook ? "after this command" : "at its next prompt", shell->name,
	       s.look.before_first_prompt ? ", for the first time" : "");
	print_trace_line("PWD", s.look.pwd);
	print_trace_line("VIRTUAL_ENV", s.look.virtual_env);
	print_trace_line("AVENV_ENV", s.look.avenv_env);
	print_trace_line("PATH", s.look.path);
	print_trace_line("_OLD_VIRTUAL_PATH", s.look.old_path);
	print_trace_state(&s.look.state);
	print_trace_plan(ctx, &s);
	print_trace_watch(&s.plan);
	puts("the answer");
	data_text(answer.data);
	return EXIT_DONE;
}

/* ---- the hook -------------------------------------------------------------- */

static int run_hook(struct context *ctx, int argc, char **argv)
{
	const struct shell *shell = paste_shell();
	const char *text;

	if (want_trace && want_completion)
		return command_usage(&cmd_hook, "'--trace' excludes '--completion'");
	if (!argc && !want_trace)
		return command_usage(&cmd_hook, "an argument is missing: SHELL");
	if (argc)
		shell = command_shell(&cmd_hook, argv[0]);
	if (!shell)
		return EXIT_USAGE;
	if (want_trace)
		return print_trace(ctx, shell);
	text = program_hook(shell, want_completion);
	if (!text)
		return EXIT_FAILED;
	data_text(text);
	return EXIT_DONE;
}

const struct command cmd_hook = {
	.name = "hook",
	.alias = "init",
	.args = "[OPTION] [SHELL]",
	.summary = "Print the code that loads avenv into a shell",
	.example = "eval \"$(avenv hook bash)\"    # in ~/.bashrc",
	.options = options,
	.run = run_hook,
};
