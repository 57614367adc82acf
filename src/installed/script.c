/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/script.h"

#include "core/buf.h"
#include "core/mem.h"

#include "core/banned.h"

#define EXEC     "#!/bin/sh\n'''exec' "
#define EXEC_END " \"$0\" \"$@\"\n' '''\n"

/*
 * A word as launcher_head() and distlib write it. The latter escapes nothing between double
 * quotes, so a word there is taken as it is.
 */
static const char *take_word(const char **at)
{
	struct buf word = BUF_INIT;
	char quote = '\0';

	for (; **at && (quote || !strchr(" \t\n", **at)); ++*at) {
		if (**at == quote)
			quote = '\0';
		else if (!quote && (**at == '"' || **at == '\''))
			quote = **at;
		else
			buf_putc(&word, **at);
	}
	return quote ? NULL : word.data;
}

/* Take the arguments from AT up to END, which is in the same line; NULL: there is none. */
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

	if (starts_with(text, EXEC)) {
		at = text + strlen(EXEC);
		l->interpreter = take_word(&at);
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
