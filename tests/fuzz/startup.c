/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 46 */
/*
 * The line in a startup file: put and taken out, the file is as it was. An input is a byte for
 * the shell, and the file.
 */
#include "lib/fuzz.h"

#include "setup/startup_line.h"

static bool same(const struct buf *b, const struct text *text)
{
	return b->len == text->len && !memcmp(b->data, text->data, b->len);
}

static struct text text_of(const struct buf *b)
{
	return (struct text){ .data = b->data, .len = b->len };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	const struct shell *shell = shells[input_byte(&in) % 3];
	const char *line = startup_line(shell, "/usr/bin/avenv");
	struct startup_edit put, edit;
	struct buf b = BUF_INIT;
	struct text old, with, text;

	/* As startup_open() reads it: without a NUL. */
	buf_put(&b, (const char *)in.at, strnlen((const char *)in.at, (size_t)(in.end - in.at)));
	old = text_of(&b);

	/* Without setup's lines: nothing is added, and none is left. */
	startup_replace(shell, &old, NULL, &edit);
	CHECK(edit.changed == (edit.line > 0) && edit.text.len <= old.len);
	if (edit.line)
		TAKEN();
	text = text_of(&edit.text);
	startup_replace(shell, &text, NULL, &edit);
	CHECK(!edit.changed && same(&edit.text, &text));

	/* Put a second time it changes nothing; taken out, the text is as it was. */
	startup_replace(shell, &text, line, &put);
	CHECK(!put.changed && !put.line);
	startup_append(line, &put);
	with = text_of(&put.text);
	startup_replace(shell, &with, line, &edit);
	CHECK(!edit.changed && edit.line == put.line);
	startup_replace(shell, &with, NULL, &edit);
	CHECK(edit.line == put.line && same(&edit.text, &text));
	mem_reset();
	return 0;
}
