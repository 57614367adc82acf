/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 57 */
/*
 * The first lines of a script: any text, and those that are written for an interpreter with any
 * path. quote.c runs them.
 */
#include "formats/launcher.h"
#include "lib/fuzz.h"

#define SHELL "#!/bin/sh\n"

static void check_head(const char *interpreter, const char *args)
{
	struct buf b = BUF_INIT;
	struct launcher l;
	const char *s;

	launcher_head(&b, interpreter, args);
	CHECK(launcher_parse(b.data, &l) && l.len == b.len);
	CHECK_SAME(l.interpreter, interpreter);
	CHECK_SAME(l.args, args);
	if (!starts_with(b.data, SHELL "'''exec' ")) {
		CHECK(strchr(b.data, '\n') == b.data + b.len - 1 && b.len <= 128);
		return;
	}
	REACHED();
	/* To Python the lines behind the first one are one string. */
	s = b.data + strlen(SHELL "'''");
	while (*s && !starts_with(s, "'''"))
		s += *s == '\\' && s[1] ? 2 : 1;
	CHECK_SAME(s, "'''\n");
}

void fuzz(struct input in)
{
	const char *text = mem_dup(in.at, in.len);
	const char *interpreter = path_join("/", text + strspn(text, "/"));
	struct launcher l;

	if (launcher_parse(text, &l)) {
		REACHED();
		CHECK(l.interpreter[0] == '/' && l.len && l.len <= strlen(text));
		CHECK(text[l.len - 1] == '\n');
	}
	check_head(interpreter, "");
	check_head(interpreter, " -E");
}
