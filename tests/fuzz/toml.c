/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 49 */
/* pyproject.toml, and what may stand around its one line without misleading. */
#include "lib/fuzz.h"

#include "finders/toml.h"

#define KEY      "project.requires-python"
#define REQUIRES "[project]\nrequires-python = "

static void expect(const char *before, const char *between, const char *after, const char *wanted)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, before, between, after, REQUIRES "'>=3'\n");
	CHECK_SAME(toml_string(b.data, KEY), wanted);
}

/* TEXT in a table that is another one. */
static void check_tables(const char *text)
{
	static const char *const tables[] = { "", "[projects]\n", "[tool]\n", "[tool.project]\n",
					      "[project.x]\n" };

	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		struct buf before = BUF_INIT;

		buf_putl(&before, tables[i], "requires-python = '''");
		expect(before.data, text, "'''\n", ">=3");
	}
}

/* TEXT as a string with escapes is read as it is. */
static void check_string(const char *text)
{
	struct buf b = BUF_INIT;

	buf_puts(&b, REQUIRES "\"");
	for (const char *s = text; *s; s++) {
		if (*s == '\n') {
			buf_puts(&b, "\\n");
			continue;
		}
		if (*s == '"' || *s == '\\')
			buf_putc(&b, '\\');
		buf_putc(&b, *s);
	}
	buf_puts(&b, "\"");
	CHECK_SAME(toml_string(b.data, KEY), text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = mem_dup((const char *)data, size);

	if (toml_string(text, KEY))
		TAKEN();
	check_string(text);
	/* In strings and comments nothing means anything. */
	if (!strstr(text, "'''") && !ends_with(text, "'")) {
		expect("a = '''", text, "'''\n", ">=3");
		check_tables(text);
	}
	if (!strstr(text, "\"\"\"") && !strchr(text, '\\') && !ends_with(text, "\""))
		expect("a = [\"\"\"", text, "\"\"\", {}]\n", ">=3");
	if (!strchr(text, '\n'))
		expect("#", text, "\n", ">=3");
	mem_reset();
	return 0;
}
