/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is on and why, from the very code that the helper runs.  Plain `avenv`
 * says it in six lines, `avenv status` with each step of the search.
 */
#include <stdio.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/explain.h"
#include "cli/here.h"
#include "cli/relocate.h"
#include "cli/typed.h"
#include "core/path.h"
#include "print/json.h"
#include "print/msg.h"
#include "print/paste.h"

#include "core/banned.h"

static bool as_json;

static const struct option_spec options[] = {
	{ .name = "json", .help = "as JSON", .flag = &as_json },
	{ 0 },
};

static enum colour colour_here(const struct found *found)
{
	switch (found->outcome) {
	case FIND_BROKEN:
	case FIND_REFUSED:
		return COLOUR_RED;
	case FIND_UNTRUSTED:
	case FIND_CHANGED:
	case FIND_AMBIGUOUS:
		return COLOUR_YELLOW;
	case FIND_NONE:
	case FIND_ENV:
	case FIND_DENIED:
	case FIND_FOREIGN:
		break;
	}
	return COLOUR_PLAIN;
}

static void print_line(const char *title, enum colour colour, const char *text)
{
	printf("%-9s %s\n", title, coloured(stdout, colour, text));
}

static void print_summary(const struct here *h, const struct explanation *e)
{
	bool on = h->plan.situation.active != ACTIVE_NONE;

	print_line("active:", on ? COLOUR_GREEN : COLOUR_PLAIN, e->active);
	print_line("by:", COLOUR_PLAIN, e->by);
	print_line("here:", colour_here(&h->plan.found), e->here);
	print_line("trust:", COLOUR_PLAIN, e->trust);
	print_line("because:", COLOUR_PLAIN, e->because);
	if (*e->next)
		print_line("next:", COLOUR_BOLD, e->next);
	else
		print_line("next:", COLOUR_PLAIN, "nothing to do");
}

static void print_event(const struct trace_event *event)
{
	const char *text = event->text ? shown(event->text) : "";

	switch (event->kind) {
	case TRACE_DIR:
		printf("  %s\n", shown(event->name));
		break;
	case TRACE_LOOK:
		printf("    %-13s %s\n", event->name, event->ok ? text : "-");
		break;
	case TRACE_CHECK:
		printf("      %-11s %s%s%s\n", event->name, event->ok ? "yes" : "no",
		       *text ? "  " : "", text);
		break;
	case TRACE_STOP:
		printf("  stopped at %s: %s\n", shown(event->name), text);
		break;
	}
}

static void print_trace(const struct here *h, const struct trust *trust)
{
	printf("\nlooked at:\n");
	for (size_t i = 0; i < h->trace.count; i++)
		print_event(&h->trace.events[i]);
	printf("found:    %s\n", explain_outcome(h->plan.found.outcome));
	printf("decision: %s\n", explain_decision(h->plan.action));
	if (h->plan.found.candidate.several)
		printf("several:  %s\n", shown(h->plan.found.candidate.several));
	if (trust->fault == TRUST_DAMAGED)
		printf("store:    %s is damaged in line %u\n", shown(trust->fault_file),
		       trust->bad_line);
	else if (trust->fault)
		printf("store:    %s is not used\n", shown(trust->fault_file));
	printf("hook:     %s\n", h->hook ? h->hook->name : "not loaded in this shell");
	if (h->plan.watch.blind)
		printf("watch:    off between commands, as %s\n", h->plan.watch.blind);
	if (is_set(h->prompt))
		printf("prompt:   no '(name)', as %s %s\n", shown(h->prompt),
		       streq(h->prompt, "VIRTUAL_ENV_DISABLE_PROMPT") ? "is set" : "shows it");
}

static void json_events(struct json *j, const struct trace *trace)
{
	static const char *const kinds[] = {
		[TRACE_DIR] = "directory",
		[TRACE_LOOK] = "finder",
		[TRACE_CHECK] = "check",
		[TRACE_STOP] = "stop",
	};

	json_list(j, "steps");
	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_event *event = &trace->events[i];

		json_object(j, NULL);
		json_string(j, "kind", kinds[event->kind]);
		json_string(j, "name", event->name);
		json_bool(j, "ok", event->ok);
		json_string(j, "text", event->text);
		json_object_end(j);
	}
	json_list_end(j);
}

static void print_json(const struct here *h, const struct explanation *e)
{
	static const char *const owners[] = {
		[ACTIVE_NONE] = NULL,
		[ACTIVE_OURS] = "avenv",
		[ACTIVE_THEIRS] = "user",
	};
	const struct found *found = &h->plan.found;
	struct json j;

	json_begin(&j);
	json_string(&j, "active", is_set(h->session.active) ? h->session.active : NULL);
	json_string(&j, "by", owners[h->plan.situation.active]);
	json_string(&j, "hook", h->hook ? h->hook->name : NULL);
	json_string(&j, "prompt", is_set(h->prompt) ? h->prompt : NULL);
	json_string(&j, "directory", h->plan.start);
	json_string(&j, "outcome", explain_outcome(found->outcome));
	json_string(&j, "environment", found->venv.path);
	json_string(&j, "project", found->project_real);
	json_string(&j, "problem", found->problem);
	json_string(&j, "record", found->judgement.by ? found->judgement.by->path : NULL);
	json_bool(&j, "muted", h->plan.situation.muted);
	json_bool(&j, "off", h->session.off);
	json_bool(&j, "watch", !h->plan.watch.blind);
	json_string(&j, "unwatched", h->plan.watch.blind);
	json_string(&j, "decision", explain_action(h->plan.action));
	json_string(&j, "because", e->because);
	json_string(&j, "next", *e->next ? e->next : NULL);
	json_events(&j, &h->trace);
	json_object_end(&j);
	json_print(&j);
}

/* As if the shell stood in DIR. */
static int go_to(struct context *ctx, const char *dir)
{
	bool known = ctx->pwd || dir[0] == '/';
	const char *path = known ? path_join(ctx->pwd ? ctx->pwd : "/", dir) : NULL;

	if (chdir(dir))
		return error_errno("cannot look at '%s'", shown(dir));
	ctx->physical = session_physical();
	ctx->pwd = session_pwd(path ? path_clean(path) : NULL, ctx->physical);
	return 0;
}

/* NEXT is about the directory that the shell stands in, which it does not name. */
static bool is_of_here(const char *next)
{
	return starts_with(next, "avenv allow") || starts_with(next, "avenv use ") ||
	       streq(next, "avenv activate") || streq(next, "avenv create") ||
	       streq(next, "avenv doctor");
}

static const char at_prompt[] = "at the next prompt";

/* Of what is on in a shell that has not left yet: BECAUSE, without its end. */
static const char *taken_off(const struct here *h, const char *because)
{
	struct buf b = BUF_INIT;

	if (h->plan.found.outcome == FIND_NONE)
		return "there is no environment to turn on; what is on is "
		       "taken off when you enter";
	buf_put(&b, because, strlen(because) - strlen(at_prompt));
	buf_puts(&b, "when you enter");
	return b.data;
}

/* Of another directory than the shell's: what entering it would do. */
static void explain_elsewhere(const struct context *ctx, const struct here *h,
			      struct explanation *e)
{
	struct buf next = BUF_INIT;
	const char *there;

	if (!typed_elsewhere(ctx))
		return;
	there = paste_word(ctx->pwd ? ctx->pwd : ctx->physical);
	if (h->hook && h->plan.action == DO_DEACTIVATE && !h->plan.gone && !h->plan.situation.off &&
	    ends_with(e->because, at_prompt))
		e->because = taken_off(h, e->because);
	if (h->hook && !h->refused &&
	    (h->plan.action == DO_ACTIVATE || h->plan.action == DO_SWITCH)) {
		e->because = "it is turned on when you enter";
		buf_putl(&next, "cd ", there);
	} else if (is_of_here(e->next)) {
		buf_putl(&next, "avenv -C ", there, " ", e->next + strlen("avenv "));
	} else {
		return;
	}
	e->next = next.data;
}

/* It is on and stays so, but names where it was before. */
static void explain_moved(struct context *ctx, const struct here *h, struct explanation *e)
{
	const struct found *found = &h->plan.found;
	struct buf because = BUF_INIT, next = BUF_INIT;
	const char *moved;

	if (!h->hook || h->plan.action != DO_NOTHING || h->refused || found->outcome != FIND_ENV ||
	    h->plan.situation.active != ACTIVE_OURS)
		return;
	moved = relocate_moved(found->venv.path);
	if (!moved)
		return;
	buf_putl(&because, "it is this directory's, but was ", moved, ", which it still names");
	buf_puts(&next, "avenv repair");
	if (typed_elsewhere(ctx))
		buf_putl(&next, " ", paste_word(found->venv.path));
	e->because = because.data;
	e->next = next.data;
}

static int run_status(struct context *ctx, bool all)
{
	struct explanation e;
	struct here h;

	here_look(ctx, &h);
	explain(ctx, &h, &e);
	explain_elsewhere(ctx, &h, &e);
	explain_moved(ctx, &h, &e);
	if (as_json) {
		print_json(&h, &e);
		return EXIT_DONE;
	}
	print_summary(&h, &e);
	if (all)
		print_trace(&h, &ctx->trust);
	return EXIT_DONE;
}

static int run(struct context *ctx, int argc, char **argv)
{
	if (argc > 1)
		return command_usage(&cmd_status, "one directory at a time");
	if (argc && go_to(ctx, argv[0]))
		return EXIT_FAILED;
	return run_status(ctx, true);
}

static int run_short(struct context *ctx, int argc, char **argv)
{
	if (argc && command_find(argv[0]))
		return command_usage(&cmd_plain, "options stand after the command, '%s'",
				     shown(argv[0]));
	if (argc)
		return command_usage(&cmd_plain, "unknown argument '%s'", shown(argv[0]));
	return run_status(ctx, false);
}

const struct command cmd_status = {
	.name = "status",
	.args = "[--json] [DIR]",
	.summary = "Explain what is on and why, or why not",
	.example = "avenv status ~/src/project",
	.options = options,
	.run = run,
};

const struct command cmd_plain = {
	.name = "",
	.args = "",
	.summary = "Say what is on and why, in six lines",
	.options = options,
	.hidden = true,
	.run = run_short,
};
