/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 46 */
/*
 * The line in a startup file: put and taken out, the file is as it was. An input is a byte for
 * the shell, and the file.
 */
#include "lib/fuzz.h"

#include "setup/startup_line.h"

static struct startup_edit replace(const struct shell *shell, const struct buf *old,
				   const char *line)
{
	struct text text = { .data = old->data, .len = old->len };
	struct startup_edit edit;

	startup_replace(shell, &text, line, &edit);
	CHECK(edit.changed ==
	      (old->len != edit.text.len || memcmp(old->data, edit.text.data, old->len) != 0));
	return edit;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	const struct shell *shell = shells[input_byte(&in) % 3];
	const char *line = startup_line(shell, "/usr/bin/avenv");
	struct buf old = BUF_INIT;
	struct startup_edit without, with, edit;

	/* As startup_open() reads it: without a NUL. */
	buf_puts(&old, input_text(&in));

	/* Without setup's lines: nothing is added, and none is left. */
	without = replace(shell, &old, NULL);
	CHECK(without.changed == (without.line > 0) && without.text.len <= old.len);
	if (without.line)
		REACHED();
	CHECK(!replace(shell, &without.text, NULL).changed);

	/* Put a second time it changes nothing; taken out, the text is as it was. */
	with = replace(shell, &without.text, line);
	CHECK(!with.changed && !with.line);
	startup_append(line, &with);
	edit = replace(shell, &with.text, line);
	CHECK(!edit.changed && edit.line == with.line);
	edit = replace(shell, &with.text, NULL);
	CHECK(edit.line == with.line);
	CHECK_SAME(edit.text.data, without.text.data);
	mem_reset();
	return 0;
}
