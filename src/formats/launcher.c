/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/launcher.h"

#include "core/mem.h"
#include "formats/sh_word.h"

#ifdef __APPLE__
#define LINE_MAX_BYTES 512
#else
#define LINE_MAX_BYTES 127
#endif

#define SHELL_LINE "#!/bin/sh\n"
#define EXEC       "'''exec' "
#define EXEC_END   " \"$0\" \"$@\"\n' '''\n"

/*
 * The kernel accepts INTERPRETER in a "#!" line: white space would end the path, and the line's
 * length is limited.
 */
static bool is_simple(const char *interpreter, const char *args)
{
	return !strpbrk(interpreter, " \t\r\n") &&
	       strlen("#!\n") + strlen(interpreter) + strlen(args) <= LINE_MAX_BYTES;
}

/*
 * Append WORD, quoted for the shell: as distlib quotes it if possible, so that our scripts equal
 * pip's. distlib uses double quotes, and leaves more characters unquoted than sh_put_word(). WORD
 * is inside a Python string in triple quotes, so it never gets three single quotes in a row.
 */
static void put_word(struct buf *out, const char *word)
{
	if (!strpbrk(word, " \t\r\n|&;<>()$`\\\"'*?[")) {
		buf_puts(out, word);
	} else if (!strpbrk(word, "$`\\\"") && !strstr(word, "'''")) {
		buf_putl(out, "\"", word, "\"");
	} else {
		sh_put_quoted(out, word);
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

/*
 * Set L's arguments to the text from AT to END, which must be on the same line. Returns false if it
 * is not, or if the interpreter's path is not absolute.
 */
static bool take_args(const char *text, const char *at, const char *end, size_t end_len,
		      struct launcher *l)
{
	if (!end || memchr(at, '\n', (size_t)(end - at)))
		return false;
	l->args = mem_dup(at, (size_t)(end - at));
	l->len = (size_t)(end - text) + end_len;
	return l->interpreter[0] == '/';
}

bool launcher_parse(const char *text, struct launcher *l)
{
	const char *at = text + strlen("#!");

	if (starts_with(text, SHELL_LINE EXEC)) {
		at = text + strlen(SHELL_LINE EXEC);
		l->interpreter = sh_take_word(&at);
		return l->interpreter &&
		       take_args(text, at, strstr(at, EXEC_END), strlen(EXEC_END), l);
	}
	if (!starts_with(text, "#!"))
		return false;
	at += strspn(at, " \t");
	l->interpreter = mem_dup(at, strcspn(at, " \t\r\n"));
	at += strlen(l->interpreter);
	return take_args(text, at, strchr(at, '\n'), 1, l);
}
