/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * For the completion of the shells: what can be typed, in the form in which
 * each takes a thousand of them at once.  A loop of its own over them would take
 * it longer than a person waits.
 */
#include <stdio.h>

#include "cli/complete.h"
#include "core/path.h"
#include "print/msg.h"
#include "shell/shell.h"

#include "core/banned.h"

static const char *want_shell = "fish", *prefix = "";
static struct strings given;

static const struct option_spec options[] = {
	{ .name = "for", .arg = "SHELL", .value = &want_shell },
	{ .name = "prefix", .arg = "TEXT", .value = &prefix },
	{ .name = "given", .arg = "VALUE", .values = &given },
	{ 0 },
};

static bool is_given(const char *value)
{
	for (size_t i = 0; i < given.count; i++)
		if (streq(given.list[i], value))
			return true;
	return false;
}

/* Words that bash evaluates, as it cannot read values fast. */
static void put_bash(const struct completions *c, struct buf *b)
{
	for (size_t i = 0; i < c->count; i++) {
		shell_bash.quote(b, c->list[i].value);
		buf_putc(b, '\n');
	}
}

/*
 * VALUE, a tab, and what is said of it, each ended by a NUL byte.  A tab in a
 * value would begin the description: those are left out.
 */
static void put_fish(const struct completions *c, struct buf *b)
{
	for (size_t i = 0; i < c->count; i++) {
		const char *value = c->list[i].value;

		if (strchr(value, '\t'))
			continue;
		buf_putl(b, value, "\t", shown(c->list[i].description));
		buf_put(b, "", 1);
	}
}

/* As _describe takes them: a colon ends the value. */
static void put_described(struct buf *b, const struct completion *completion)
{
	for (const char *s = completion->value; *s; s++) {
		if (*s == ':' || *s == '\\')
			buf_putc(b, '\\');
		buf_putc(b, *s);
	}
	if (*completion->description)
		buf_putl(b, ":", shown(completion->description));
}

/* Nothing in it that a terminal would act on. */
static bool is_inert(const char *value)
{
	size_t len;

	while ((len = path_utf8_len(value)))
		value += len;
	return !*value;
}

/*
 * Each ended by a NUL byte, and the list by one more; then what _describe would
 * send to the terminal as it is, and compadd does not.
 */
static void put_zsh(const struct completions *c, struct buf *b)
{
	struct buf plain = BUF_INIT;

	for (size_t i = 0; i < c->count; i++) {
		const char *value = c->list[i].value;

		if (is_inert(value)) {
			put_described(b, &c->list[i]);
			buf_put(b, "", 1);
		} else {
			buf_put(&plain, value, strlen(value) + 1);
		}
	}
	buf_put(b, "", 1);
	buf_put(b, plain.data, plain.len);
}

static const struct form {
	const char *shell;
	void (*put)(const struct completions *c, struct buf *b);
	/** the shell itself can make something of what only resembles the text
	 * that is typed, where nothing begins so */
	bool resembling;
} forms[] = {
	{ "bash", put_bash, false },
	{ "fish", put_fish, true },
	{ "zsh", put_zsh, true },
};

static const struct form *find_form(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
		if (streq(forms[i].shell, want_shell))
			return &forms[i];
	return NULL;
}

static void drop_given(struct completions *c)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->count; i++)
		if (!is_given(c->list[i].value))
			c->list[kept++] = c->list[i];
	c->count = kept;
}

/*
 * No word is ever said: a terminal on which somebody types is no place.  The
 * status is 0 where something begins as what is typed.
 */
static int run(struct context *ctx, int argc, char **argv)
{
	const struct form *form = find_form();
	const char *env = argc > 1 ? argv[1] : NULL;
	struct completions c = { .prefix = prefix };
	struct buf b = BUF_INIT;
	bool any;

	if (!argc || !form)
		return EXIT_FAILED;
	c.fold = form->resembling;
	complete_kind(ctx, argv[0], env, &c);
	drop_given(&c);
	any = c.count;
	if (!any && *prefix && form->resembling) {
		c.prefix = "";
		complete_kind(ctx, argv[0], env, &c);
		drop_given(&c);
	}
	form->put(&c, &b);
	fwrite(b.data, 1, b.len, stdout);
	return any ? EXIT_DONE : EXIT_FAILED;
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
