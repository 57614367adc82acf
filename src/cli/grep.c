/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/grep.h"

#include <regex.h>

#include "core/buf.h"

#include "core/banned.h"

/* How many of the LEN bytes at LINE stand before a comment. */
static size_t code_len(const char *line, size_t len, const char *comment)
{
	size_t mark = strlen(comment);
	char quote = '\0';

	for (size_t i = 0; i < len; i++) {
		if (line[i] == '\\' && quote != '\'') {
			i++;
		} else if (quote) {
			if (line[i] == quote)
				quote = '\0';
		} else if (line[i] == '\'' || line[i] == '"') {
			quote = line[i];
		} else if (i + mark <= len && !strncmp(line + i, comment, mark) &&
			   (!i || strchr(" \t;&|(),", line[i - 1]))) {
			return i;
		}
	}
	return len;
}

const char *grep_code(const struct text *text, const char *comment)
{
	const char *at = text->data, *end = at + text->len;
	struct buf b = BUF_INIT;

	buf_reserve(&b, text->len);
	while (at < end) {
		const char *eol = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((eol ? eol : end) - at);

		buf_put(&b, at, code_len(at, len, comment));
		buf_putc(&b, '\n');
		at += len + 1;
	}
	/* For functions that take a NUL for the end. */
	for (size_t i = 0; i < b.len; i++)
		if (!b.data[i])
			b.data[i] = ' ';
	return b.data;
}

unsigned grep_line(const char *code, const char *pattern)
{
	regmatch_t match;
	unsigned line = 1;
	regex_t re;
	int failed;

	if (regcomp(&re, pattern, REG_EXTENDED | REG_NEWLINE))
		return 0;
	failed = regexec(&re, code, 1, &match, 0);
	regfree(&re);
	if (failed)
		return 0;
	for (regoff_t i = 0; i < match.rm_eo; i++)
		line += code[i] == '\n';
	return line;
}
