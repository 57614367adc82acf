/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/sh_word.h"

#include <stdlib.h>

bool sh_is_plain(const char *word)
{
	return *word && !word[strspn(word, "abcdefghijklmnopqrstuvwxyz"
					   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					   "0123456789@%+=:,./_-")];
}

void sh_put_quoted(struct buf *b, const char *word)
{
	const char *quote;

	buf_putc(b, '\'');
	for (; (quote = strchr(word, '\'')); word = quote + 1) {
		buf_put(b, word, (size_t)(quote - word));
		buf_puts(b, "'\"'\"'");
	}
	buf_puts(b, word);
	buf_putc(b, '\'');
}

void sh_put_word(struct buf *b, const char *word)
{
	if (sh_is_plain(word))
		buf_puts(b, word);
	else
		sh_put_quoted(b, word);
}

/*
 * Append to WORD the bytes, all of them not ASCII, of the text at *AT, if that is exactly as
 * virtualenv 21 writes them; *AT is its last byte then.
 */
static bool take_octal(const char **at, struct buf *word)
{
	static const char before[] = "\"$(unset -f printf 2>/dev/null || :; \\printf '%b' '";
	static const char after[] = "')\"";
	const char *s = *at + strlen(before);
	struct buf bytes = BUF_INIT;

	if (!starts_with(*at, before))
		return false;
	for (; starts_with(s, "\\0"); s += strlen("\\0303")) {
		if (!strchr("23", s[2]) || strspn(s + 2, "01234567") != 3)
			return false;
		buf_putc(&bytes, (char)strtoul(s + 2, NULL, 8));
	}
	if (!bytes.len || !starts_with(s, after))
		return false;
	buf_puts(word, bytes.data);
	*at = s + strlen(after) - 1;
	return true;
}

const char *sh_take_word(const char **at)
{
	struct buf word = BUF_INIT;
	char quote = '\0';

	for (; **at && (quote || !strchr(" \t\n;)", **at)); ++*at) {
		if (!quote && take_octal(at, &word))
			continue;
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
