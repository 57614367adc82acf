/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is on and why, from the very code that the helper runs.  Plain `avenv`
 * says it in six lines, `avenv status` with each step of the search.
 */
#include <stdio.h>
#include <unistd.h>

#include "command/command.h"
#include "commands/explain.h"
#include "core/file.h"
#include "core/hint.h"
#include "core/path.h"
#include "known/here.h"
#include "known/typed.h"
#include "mend/finding.h"
#include "mend/relocate.h"
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

static void print_details(const struct here *h, const struct trust *trust)
{
	printf("\nfound:    %s\n", explain_outcome(h->plan.found.outcome));
	printf("decision: %s\n", explain_decision(h->plan.action));
	if (h->plan.found.candidate.several)
		printf("several:  %s\n", shown(h->plan.found.candidate.several));
	if (trust->fault)
		printf("records:  %s%s\n", shown(trust->fault_file), trust->fault);
	printf("hook:     %s\n", h->hook ? h->hook->name : "not loaded in this shell");
	if (h->plan.watch.off)
		printf("watch:    off between commands, as %s\n", h->plan.watch.off);
}

static void print_json(const struct here *h, const struct explanation *e)
{
	static const char *const owners[] = {
		[ACTIVE_NONE] = NULL,
		[ACTIVE_OURS] = "avenv",
		[ACTIVE_BY_HAND] = "user",
	};
	const struct found *found = &h->plan.found;
	struct json j;

	json_begin(&j);
	json_text(&j, "active", is_set(h->look.virtual_env) ? h->look.virtual_env : NULL);
	json_text(&j, "by", owners[h->plan.situation.active]);
	json_text(&j, "hook", h->hook ? h->hook->name : NULL);
	json_text(&j, "directory", h->plan.start);
	json_text(&j, "outcome", explain_outcome(found->outcome));
	json_text(&j, "environment", found->venv.path);
	json_text(&j, "project", found->project_real);
	json_text(&j, "problem", found->problem);
	json_text(&j, "record", found->judgement.by ? found->judgement.by->path : NULL);
	json_bool(&j, "muted", h->plan.situation.muted);
	json_bool(&j, "off", h->plan.situation.off);
	json_bool(&j, "watch", !h->plan.watch.off);
	json_text(&j, "unwatched", h->plan.watch.off);
	json_text(&j, "decision", explain_action(h->plan.action));
	json_text(&j, "because", e->because);
	json_text(&j, "next", *e->next ? e->next : NULL);
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
	ctx->physical = cwd_physical();
	ctx->pwd = cwd_logical(path ? path_clean(path) : NULL, ctx->physical);
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
	if (h->hook && (h->plan.action == DO_ACTIVATE || h->plan.action == DO_SWITCH)) {
		e->because = "it is turned on when you enter";
		buf_putl(&next, "cd ", there);
	} else if (is_of_here(e->next)) {
		buf_putl(&next, "avenv -C ", there, " ", e->next + strlen("avenv "));
	} else {
		return;
	}
	e->next = next.data;
}

/* NEXT mends FOUND, which it names where the shell is elsewhere. */
static void explain_mend(const struct context *ctx, const struct found *found, const char *because,
			 const char *next, struct explanation *e)
{
	struct buf b = BUF_INIT;

	buf_puts(&b, next);
	if (typed_elsewhere(ctx))
		buf_putl(&b, " ", paste_word(found->venv.path));
	e->because = because;
	e->next = b.data;
}

/* It is on, or will be, but its scripts or its packages do not work. */
static void explain_ailing(struct context *ctx, const struct here *h, struct explanation *e)
{
	const struct found *found = &h->plan.found;
	const struct situation *now = &h->plan.situation;
	const char *moved;

	if (now->off || now->muted || now->active == ACTIVE_BY_HAND || found->outcome != FIND_ENV)
		return;
	moved = h->hook ? relocate_moved(found->venv.path) : NULL;
	if (found->venv.health == PYTHON_UPGRADED)
		explain_mend(ctx, found, found->problem, hint_command(found), e);
	else if (moved)
		explain_mend(ctx, found,
			     formatted("it was %s, which its scripts still name", moved),
			     "avenv repair", e);
}

static int run_status(struct context *ctx, bool all)
{
	struct explanation e;
	struct here h;

	here_look(ctx, &h);
	explain(ctx, &h, &e);
	explain_elsewhere(ctx, &h, &e);
	explain_ailing(ctx, &h, &e);
	if (as_json) {
		print_json(&h, &e);
		return EXIT_DONE;
	}
	print_summary(&h, &e);
	if (all)
		print_details(&h, &ctx->trust);
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
