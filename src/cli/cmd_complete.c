/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * For the completion of the shells: values with their descriptions, each ended
 * by a NUL byte; or for bash, which cannot read those fast, as words, and only
 * those that begin as what was typed.
 */
#include <stdio.h>

#include "cli/complete.h"
#include "cli/msg.h"
#include "shell/shell.h"

#include "core/banned.h"

static const char *prefix;

static const struct option_spec options[] = {
	{ .name = "bash", .arg = "PREFIX", .value = &prefix },
	{ 0 },
};

static void put_string(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s) + 1);
}

/* Nothing is ever wrong: a terminal on which somebody types is no place. */
static int run(struct context *ctx, int argc, char **argv)
{
	struct completions c = { .prefix = prefix ? prefix : "" };
	struct buf b = BUF_INIT;

	if (!argc)
		return EXIT_DONE;
	complete_kind(ctx, argv[0], argc > 1 ? argv[1] : NULL, &c);
	for (size_t i = 0; i < c.count; i++) {
		if (prefix) {
			shell_bash.quote(&b, c.list[i].value);
			buf_putc(&b, '\n');
		} else {
			put_string(&b, c.list[i].value);
			/* Not every shell sees to what it shows of that. */
			put_string(&b, shown(c.list[i].description));
		}
	}
	fwrite(b.data, 1, b.len, stdout);
	return EXIT_DONE;
}

const struct command cmd_complete = {
	.name = "__complete",
	.args = "KIND [ENV]",
	.summary = "Print what can be typed.",
	.options = options,
	.stop_early = true,
	.hidden = true,
	.run = run,
};
