/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/sh_word.h"

bool sh_is_plain(const char *word)
{
	return *word && !word[strspn(word, "abcdefghijklmnopqrstuvwxyz"
					   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					   "0123456789@%+=:,./_-")];
}

void sh_put_quoted(struct buf *b, const char *word, const char *apostrophe)
{
	const char *quote;

	buf_putc(b, '\'');
	for (; (quote = strchr(word, '\'')); word = quote + 1) {
		buf_put(b, word, (size_t)(quote - word));
		buf_puts(b, apostrophe);
	}
	buf_puts(b, word);
	buf_putc(b, '\'');
}

void sh_put_word(struct buf *b, const char *word)
{
	if (sh_is_plain(word))
		buf_puts(b, word);
	else
		sh_put_quoted(b, word, PYTHON_APOSTROPHE);
}

const char *sh_take_word(const char **at)
{
	struct buf word = BUF_INIT;
	char quote = '\0';

	for (; **at && (quote || !strchr(" \t\n;)", **at)); ++*at) {
		if (**at == quote)
			quote = '\0';
		else if (!quote && (**at == '"' || **at == '\''))
			quote = **at;
		else if (quote != '\'' && strchr("$`\\", **at))
			return NULL;
		else
			buf_putc(&word, **at);
	}
	return quote ? NULL : word.data;
}
