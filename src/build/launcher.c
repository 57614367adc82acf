/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/launcher.h"

#include "core/mem.h"

#include "core/banned.h"

#ifdef __APPLE__
#define LINE_MAX_BYTES 512
#else
#define LINE_MAX_BYTES 127
#endif

#define SHELL_LINE "#!/bin/sh\n"
#define EXEC       "'''exec' "
#define EXEC_END   " \"$0\" \"$@\"\n' '''\n"

/* The kernel takes it after "#!": it ends that at white space. */
static bool is_simple(const char *interpreter, const char *args)
{
	return !strpbrk(interpreter, " \t\r\n") &&
	       strlen("#!\n") + strlen(interpreter) + strlen(args) <= LINE_MAX_BYTES;
}

/*
 * One word for the shell, as distlib writes it where that works.  It must not
 * end the Python string that it stands in, so never three single quotes.
 */
static void put_word(struct buf *out, const char *word)
{
	if (!strpbrk(word, " \t\r\n|&;<>()$`\\\"'*?[")) {
		buf_puts(out, word);
	} else if (!strpbrk(word, "$`\\\"") && !strstr(word, "'''")) {
		buf_putl(out, "\"", word, "\"");
	} else {
		buf_putc(out, '\'');
		for (; *word; word++) {
			if (*word == '\'')
				buf_puts(out, "'\"'\"'");
			else
				buf_putc(out, *word);
		}
		buf_putc(out, '\'');
	}
}

void launcher_head(struct buf *out, const char *interpreter, const char *args)
{
	if (is_simple(interpreter, args)) {
		buf_putl(out, "#!", interpreter, args, "\n");
		return;
	}
	buf_puts(out, SHELL_LINE EXEC);
	put_word(out, interpreter);
	buf_putl(out, args, EXEC_END);
}
