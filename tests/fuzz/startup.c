/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 46 */
/*
 * The line in a startup file: put and taken out, the file is as it was. An input is a byte for
 * the shell, and the file.
 */
#include "lib/fuzz.h"
#include "setup/startup_line.h"

void fuzz(struct input in)
{
	const struct shell *shell = shells[input_byte(&in) % 3];
	const char *code = startup_code(shell, "/usr/bin/avenv");
	struct startup_line line;
	const char *old, *with;

	/* As startup_open() reads it: without a NUL, and setup_add() refuses a backslash at its end. */
	old = input_text(&in);
	while (old && startup_find(shell, old, &line)) {
		REACHED();
		old = startup_without(old, &line);
	}
	if (old && !ends_with(old, "\\") && !ends_with(old, "\\\n")) {
		with = startup_with(old, NULL, code, false);
		CHECK(startup_find(shell, with, &line));
		CHECK_SAME(startup_with(with, &line, code, false), with);
		CHECK_SAME(startup_without(with, &line), old);
	}
}
