/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 43 57 */
/*
 * The first lines of console scripts: written, read again, and run by a shell.
 * An input is a byte (1: the rest is a script to be read) and an interpreter.
 */
#include "lib/fuzz.h"
#include "lib/shells.h"

#include "build/launcher.h"
#include "installed/script.h"

#define EXEC "#!/bin/sh\n'''exec' "

static struct child sh = {
	.name = "bash --posix",
	.shell = &shell_bash,
	.argv = { "bash", "--norc", "--noprofile", "--posix" },
	.locale = "C",
	.prelude = "",
};

static void check_script(const char *data, size_t size)
{
	const char *text = mem_dup(data, size);
	const size_t len = strlen(text);
	struct launcher l;

	if (!launcher_parse(text, &l))
		return;
	TAKEN();
	CHECK(l.interpreter[0] == '/' && l.len <= len);
	CHECK(l.len && text[l.len - 1] == '\n');
}

/* To Python all behind the first line is one string, and nothing else. */
static void check_string(const char *text)
{
	const char *s = text + strlen("#!/bin/sh\n'''");

	while (*s && !starts_with(s, "'''"))
		s += *s == '\\' && s[1] ? 2 : 1;
	CHECK_SAME(s, "'''\n");
}

/* To a shell it starts just that. */
static void check_word(const char *text, const char *interpreter)
{
	const char *word = text + strlen(EXEC);
	const char *end = strstr(word, " \"$0\" \"$@\"\n' '''\n");
	struct buf script = BUF_INIT, wanted = BUF_INIT;

	CHECK(end);
	buf_puts(&script, PRINT);
	buf_put(&script, word, (size_t)(end - word));
	buf_putc(&script, '\n');
	wanted_put(&wanted, interpreter);
	child_expect(&sh, &script, &wanted);
}

static void check_head(const char *interpreter, const char *args)
{
	struct buf b = BUF_INIT;
	struct launcher l;

	launcher_head(&b, interpreter, args);
	CHECK(launcher_parse(b.data, &l));
	CHECK_SAME(l.interpreter, interpreter);
	CHECK_SAME(l.args, args);
	CHECK(l.len == b.len);
	if (!starts_with(b.data, EXEC)) {
		CHECK(strchr(b.data, '\n') == b.data + b.len - 1);
		CHECK(b.len <= 128);
		return;
	}
	check_string(b.data);
	if (!*args)
		check_word(b.data, interpreter);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	struct buf path = BUF_INIT;

	if (input_byte(&in) == 1) {
		check_script((const char *)in.at, (size_t)(in.end - in.at));
	} else {
		buf_putl(&path, "/", input_text(&in));
		check_head(path.data, "");
		check_head(path.data, " -E");
	}
	mem_reset();
	return 0;
}
