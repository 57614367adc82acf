/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/script.h"

#include "core/buf.h"
#include "core/mem.h"

#include "core/banned.h"

#define SHELL_LINE "#!/bin/sh\n"
#define EXEC       "'''exec' "
#define EXEC_END   " \"$0\" \"$@\"\n' '''\n"

static bool starts(const char *at, const char *end, const char *with)
{
	size_t n = strlen(with);

	return (size_t)(end - at) >= n && !memcmp(at, with, n);
}

/*
 * A word as launcher_head() and distlib write it. The latter escapes nothing between double
 * quotes, so a word there is taken as it is.
 */
static const char *take_word(const char **at, const char *end)
{
	struct buf word = BUF_INIT;
	char quote = '\0';

	for (; *at < end && (quote || !strchr(" \t\n", **at)); ++*at) {
		if (**at == quote)
			quote = '\0';
		else if (!quote && (**at == '"' || **at == '\''))
			quote = **at;
		else
			buf_putc(&word, **at);
	}
	return quote ? NULL : word.data;
}

static bool parse_simple(const char *text, const char *end, struct launcher *l)
{
	const char *s = text + strlen("#!");
	const char *eol = memchr(s, '\n', (size_t)(end - s));
	const char *word;

	if (!eol)
		return false;
	while (s < eol && (*s == ' ' || *s == '\t'))
		s++;
	word = s;
	while (s < eol && !strchr(" \t\r", *s))
		s++;
	l->interpreter = mem_dup(word, (size_t)(s - word));
	l->args = mem_dup(s, (size_t)(eol - s));
	l->len = (size_t)(eol + 1 - text);
	return true;
}

static bool parse_exec(const char *text, const char *end, struct launcher *l)
{
	const char *s = text + strlen(SHELL_LINE EXEC), *args;

	l->interpreter = take_word(&s, end);
	if (!l->interpreter)
		return false;
	args = s;
	while (s < end && *s != '\n' && !starts(s, end, EXEC_END))
		s++;
	if (!starts(s, end, EXEC_END))
		return false;
	l->args = mem_dup(args, (size_t)(s - args));
	l->len = (size_t)(s - text) + strlen(EXEC_END);
	return true;
}

bool launcher_parse(const char *text, size_t len, struct launcher *launcher)
{
	const char *end = text + len;
	bool found = false;

	if (starts(text, end, SHELL_LINE EXEC))
		found = parse_exec(text, end, launcher);
	else if (starts(text, end, "#!"))
		found = parse_simple(text, end, launcher);
	return found && launcher->interpreter[0] == '/';
}
