/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 49 */
/* pyproject.toml with any text in a string, a comment and behind. */
#include "formats/toml.h"
#include "lib/fuzz.h"

#define KEY      "project.requires-python"
#define REQUIRES "[project]\nrequires-python = "

static void expect(const char *before, const char *text, const char *after, const char *wanted)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, before, text, after);
	CHECK_SAME(toml_string(b.data, KEY), wanted);
}

void fuzz(struct input in)
{
	const char *text = mem_dup(in.at, in.len), *value = toml_string(text, KEY);

	if (value) {
		REACHED();
		CHECK(*value && strstr(text, value) && !strpbrk(value, "\\\n"));
	}
	if (*text && !strpbrk(text, "'\\\n"))
		expect(REQUIRES "'", text, "'", text);
	if (*text && !strpbrk(text, "\"\\\n"))
		expect(REQUIRES "\"", text, "\" # why\n", text);
	if (!strchr(text, '\n'))
		expect("#", text, "\n" REQUIRES "'>=3'\n", ">=3");
	expect(REQUIRES "'>=3'\n", text, "", ">=3");
}
