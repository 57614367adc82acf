/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>

#include "cli/pep440.h"
#include "cli/pep440_parse.h"
#include "core/buf.h"

#include "core/banned.h"

/* A number without the noughts before it; one of no digits is nought. */
static void put_number(struct buf *b, struct pep440_span number)
{
	number = pep440_significant(number);
	if (number.len)
		buf_put(b, number.s, number.len);
	else
		buf_putc(b, '0');
}

static bool is_number(struct pep440_span part)
{
	for (size_t i = 0; i < part.len; i++)
		if (!isdigit((unsigned char)part.s[i]))
			return false;
	return true;
}

/* Parts of numbers or letters, however they were separated. */
static void put_parts(struct buf *b, struct pep440_span all)
{
	for (size_t at = 0; at < all.len; at++) {
		struct pep440_span part = { all.s + at, 0 };

		while (at < all.len && !pep440_is_separator(all.s[at])) {
			part.len++;
			at++;
		}
		if (part.s != all.s)
			buf_putc(b, '.');
		if (is_number(part))
			put_number(b, part);
		else
			for (size_t i = 0; i < part.len; i++)
				buf_putc(b, (char)tolower((unsigned char)part.s[i]));
	}
}

const char *pep440_normalize(const char *text)
{
	static const char *const pres[] = { "a", "b", "rc" };
	struct buf b = BUF_INIT;
	struct pep440_version v;

	if (!pep440_parse(text, &v))
		return NULL;
	if (pep440_significant(v.epoch).len) {
		put_number(&b, v.epoch);
		buf_putc(&b, '!');
	}
	put_parts(&b, v.release);
	if (v.pre != PRE_NONE) {
		buf_puts(&b, pres[v.pre]);
		put_number(&b, v.pre_number);
	}
	if (v.post) {
		buf_puts(&b, ".post");
		put_number(&b, v.post_number);
	}
	if (v.dev) {
		buf_puts(&b, ".dev");
		put_number(&b, v.dev_number);
	}
	if (v.local.len) {
		buf_putc(&b, '+');
		put_parts(&b, v.local);
	}
	return b.data;
}
