/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fish. */
#include "shell/shell.h"

#include "core/banned.h"

/*
 * Only the backslash and the quote itself mean something inside '…'.  A
 * newline stands outside, as \n: the answer is one line.
 */
static void quote(struct buf *b, const char *text)
{
	buf_putc(b, '\'');
	for (; *text; text++) {
		if (*text == '\n') {
			buf_puts(b, "'\\n'");
			continue;
		}
		if (*text == '\\' || *text == '\'')
			buf_putc(b, '\\');
		buf_putc(b, *text);
	}
	buf_putc(b, '\'');
}

static void set(struct buf *b, const char *name, const char *value)
{
	buf_putl(b, "set -gx ", name, " ");
	quote(b, value);
	buf_puts(b, ";\n");
}

static void unset(struct buf *b, const char *name)
{
	buf_putl(b, "set -e ", name, ";\n");
}

static void assign(struct buf *b, const char *name, const char *value)
{
	buf_putl(b, "set -g ", name, " ");
	quote(b, value);
	buf_putc(b, ';');
}

/* fish keeps PATH as a list: one word an element. */
static void put_path(struct buf *b, const char *path)
{
	const char *element;

	while ((element = settings_element(&path))) {
		buf_putc(b, ' ');
		quote(b, *element ? element : ".");
	}
}

static void set_path(struct buf *b, const char *path)
{
	buf_puts(b, "set -gx PATH");
	put_path(b, path);
	buf_puts(b, ";\n");
}

static void put_action(struct buf *b, const struct plan *plan)
{
	const struct venv *venv = &plan->found.venv;
	const char *verb = shell_verb(plan);

	if (!verb)
		return;
	buf_puts(b, verb);
	if (streq(verb, "_avenv_set")) {
		const char *const words[] = {
			venv->path,
			venv_prompt(venv, plan->found.project_real),
			plan->entry,
			NULL,
		};

		shell_words(b, quote, words);
	}
	if (streq(verb, "_avenv_lend"))
		put_path(b, plan->entry);
	else
		put_path(b, plan->path);
	buf_putc(b, ';');
}

/*
 * A path that must still be missing.  -e would follow a link: one that has
 * appeared is itself a change.
 */
static void put_miss(struct buf *b, const struct miss *miss)
{
	buf_puts(b, " -o -L ");
	quote(b, miss->path);
	buf_puts(b, " -o -e ");
	quote(b, miss->path);
}

/* What the idle test watches, as words that its test goes on with. */
static void put_watch(struct buf *b, const struct plan *plan)
{
	static const char *const here[] = {
		"",
		" $_avenv_here",
		" $_avenv_here $_avenv_above",
		" $_avenv_here $_avenv_above $_avenv_above2",
	};

	buf_puts(b, "set -g _avenv_watch");
	if (!plan->watch.blind) {
		buf_puts(b, " -o ! -e ");
		quote(b, shell_present(plan));
	}
	buf_puts(b, here[plan->watch.here]);
	for (size_t i = 0; i < plan->watch.miss_count; i++)
		put_miss(b, &plan->watch.misses[i]);
	buf_putc(b, ';');
}

static void answer(struct buf *b, const struct session *session, const struct plan *plan)
{
	put_action(b, plan);
	shell_state(b, session, plan, assign);
	put_watch(b, plan);
}

const struct shell shell_fish = {
	.name = "fish",
	.quote = quote,
	.set = set,
	.unset = unset,
	.set_path = set_path,
	.answer = answer,
	.script = "activate.fish",
};
