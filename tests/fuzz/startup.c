/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 46 */
/*
 * The line in a startup file: put and taken, the file is as it was.  An input is a
 * byte for the shell, and the file.
 */
#include "lib/fuzz.h"

#include "cli/startup_edit.h"
#include "cli/startup_line.h"

static struct text text_of(const struct buf *b)
{
	return (struct text){ .data = b->data, .len = b->len };
}

static bool same(const struct buf *b, const struct text *text)
{
	return b->len == text->len && !memcmp(b->data, text->data, b->len);
}

static size_t lines_in(const struct text *text)
{
	size_t n = text->len && text->data[text->len - 1] != '\n';

	for (size_t i = 0; i < text->len; i++)
		n += text->data[i] == '\n';
	return n;
}

/* Putting the line a second time changes nothing. */
static void check_again(const struct text *with, const char *line)
{
	static const struct startup_mark none;
	struct startup_edit e;

	startup_put(with, line, &none, &e);
	CHECK(e.what == STARTUP_SAME && e.line);
	CHECK(same(&e.text, with));
}

/* OLD has no line of ours. */
static void check_undo(const struct text *old, const struct text *with)
{
	struct startup_edit e;

	startup_take(with, &e);
	CHECK(e.what == STARTUP_REMOVED);
	CHECK(e.filled || same(&e.text, old));
}

static void check_taken(const struct text *old)
{
	struct startup_edit e, again;
	struct text text;

	startup_take(old, &e);
	text = text_of(&e.text);
	CHECK(e.what == STARTUP_REMOVED || same(&e.text, old));
	if (e.what == STARTUP_REMOVED)
		TAKEN();
	CHECK(lines_in(&text) <= lines_in(old));
	startup_take(&text, &again);
	CHECK(again.what == STARTUP_SAME);
}

static const struct shell *shell_number(unsigned n)
{
	size_t count = 0;

	while (shells[count])
		count++;
	return shells[n % count];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct startup_mark none;
	struct input in = { data, data + size };
	const struct shell *shell = shell_number(input_byte(&in));
	const char *line = startup_hook_line(shell, "/usr/bin/avenv");
	struct startup_edit e;
	struct buf b = BUF_INIT;
	struct text old, with;

	buf_put(&b, (const char *)in.at, (size_t)(in.end - in.at));
	old = text_of(&b);
	CHECK(startup_is_line(line));
	check_taken(&old);
	startup_put(&old, line, &none, &e);
	CHECK(e.line);
	with = text_of(&e.text);
	if (e.what == STARTUP_SAME)
		CHECK(same(&e.text, &old));
	check_again(&with, line);
	if (e.what == STARTUP_ADDED) {
		TAKEN();
		check_undo(&old, &with);
	}
	mem_reset();
	return 0;
}
