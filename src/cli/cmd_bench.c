/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a prompt costs in the user's own shell, and how much of that is ours:
 * for whoever has a slow one, and for the report of it.
 */
#include <bsd/stdlib.h>

#include "cli/bench.h"
#include "cli/here.h"
#include "cli/msg.h"
#include "cli/own.h"
#include "cli/shells.h"
#include "cli/stage.h"
#include "core/mem.h"

#include "core/banned.h"

enum {
	/** how long a shell may take to its prompt, in seconds */
	WAIT = 10,
	WAIT_MAX = 600,
};

static bool want_json;
static const char *wait_text;

static const struct option_spec options[] = {
	{ .name = "wait",
	  .arg = "SECONDS",
	  .help = "how long a shell may take to its prompt (10)",
	  .value = &wait_text },
	{ .name = "json", .help = "as JSON", .flag = &want_json },
	{ 0 },
};

/* What is measured could not be made known. */
static bool has_failed(const struct bench_shell *shell)
{
	bool failed = false;

	for (size_t way = 0; way < BENCH_WAYS; way++)
		failed = failed || shell->sides[way].failed;
	if (shell->sides[BENCH_BARE].off) {
		error("the hook turned nothing on in '%s'",
		      shown(shell->program));
		failed = true;
	}
	return failed;
}

/** What is to be told. */
struct figures {
	struct bench_shell *list;
	size_t count, room;
	/** none where it was not all measured */
	struct names facts;
};

/* Measure each of LIST, which is ended by NULL. */
static int measure(const struct bench_place *place,
		   const struct shell *const *list, struct figures *f)
{
	int status = EXIT_DONE;

	for (; *list && !stage_interrupted(); list++) {
		const char *program = shells_program(*list);

		if (!program) {
			status = EXIT_FAILED;
			continue;
		}
		f->list =
			mem_grow(f->list, f->count, &f->room, sizeof(*f->list));
		f->list[f->count].shell = *list;
		f->list[f->count].program = program;
		bench_measure(place, &f->list[f->count]);
		if (has_failed(&f->list[f->count++]))
			status = EXIT_FAILED;
	}
	if (stage_interrupted())
		return EXIT_FAILED;
	bench_facts(place, &f->facts);
	return status;
}

/* The same, in a place that is made for it and gone afterwards. */
static int measure_in(struct bench_place *place,
		      const struct shell *const *list, struct figures *f)
{
	int status;

	if (bench_place_make(place))
		return EXIT_FAILED;
	status = measure(place, list, f);
	return bench_place_remove(place) ? EXIT_FAILED : status;
}

static void tell(const struct figures *f)
{
	if (!f->facts.count)
		return;
	if (want_json)
		bench_tell_json(f->list, f->count, &f->facts);
	else if (f->count)
		bench_tell(f->list, f->count, &f->facts);
}

/* The seconds of --wait; 0 having said what is wrong. */
static int read_wait(void)
{
	const char *why = NULL;
	int wait = WAIT;

	if (wait_text)
		wait = (int)strtonum(wait_text, 1, WAIT_MAX, &why);
	if (why)
		command_usage(&cmd_bench,
			      "'%s' is not a number of seconds from 1 "
			      "to 600",
			      shown(wait_text));
	return why ? 0 : wait;
}

/* Where none is named: whoever types it in a shell means that one. */
static const struct shell *own_shell(void)
{
	const struct shell *hook = here_hook();

	return hook ? hook : shells_login(&cmd_bench);
}

static int run(struct context *ctx, int argc, char **argv)
{
	const struct shell *own[2] = { NULL }, *const *list = own;
	struct bench_place place = { .ctx = ctx };
	struct figures figures = { 0 };
	int status = EXIT_FAILED;

	place.wait_ms = read_wait() * 1000;
	if (!place.wait_ms)
		return EXIT_USAGE;
	if (argc)
		list = shells_named(&cmd_bench, argc, argv, &status);
	else
		own[0] = own_shell();
	if (!list || !*list)
		return status;
	if (!own_helper_needed())
		return EXIT_FAILED;
	stage_catch_signals();
	status = measure_in(&place, list, &figures);
	stage_end();
	/* Last: who reads that may be gone, which ends us. */
	tell(&figures);
	return status;
}

const struct command cmd_bench = {
	.name = "bench",
	.args = "[--wait SECONDS] [--json] [SHELL...]",
	.summary = "Measure your shell's prompt, and how much of it is avenv's",
	.example = "avenv bench zsh",
	.options = options,
	.run = run,
};
