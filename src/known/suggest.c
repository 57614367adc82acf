/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/suggest.h"

#include "core/hint.h"

#include "core/banned.h"

enum {
	ERRORS_MAX = 2,
	/** a shorter beginning is that of too many words */
	BEGIN_MIN = 2,
};

void suggest_init(struct suggestion *s, const char *typed)
{
	size_t half = strlen(typed) / 2;

	*s = (struct suggestion){ .typed = typed, .errors = half < ERRORS_MAX ? half : ERRORS_MAX };
}

/*
 * How many letters have to be added, dropped, changed or swapped with the next one to make B of A,
 * if that is at most MAX; else more.
 */
static size_t errors(const char *a, const char *b, size_t max)
{
	size_t least, n;

	while (*a && *a == *b) {
		a++;
		b++;
	}
	if (!*a && !*b)
		return 0;
	if (!max)
		return 1;
	least = *a && *b ? errors(a + 1, b + 1, max - 1) : max;
	n = *a ? errors(a + 1, b, max - 1) : max;
	least = n < least ? n : least;
	n = *b ? errors(a, b + 1, max - 1) : max;
	least = n < least ? n : least;
	if (*a && *b && a[0] == b[1] && a[1] == b[0]) {
		n = errors(a + 2, b + 2, max - 1);
		least = n < least ? n : least;
	}
	return least + 1;
}

void suggest_offer(struct suggestion *s, const char *word)
{
	size_t len = strlen(s->typed), n = errors(s->typed, word, s->errors);

	if (len >= BEGIN_MIN && starts_with(word, s->typed))
		n = 0;
	if (n > s->errors)
		return;
	if (n < s->errors)
		s->count = 0;
	for (size_t i = 0; i < s->count; i++)
		if (streq(s->words[i], word))
			return;
	s->errors = n;
	if (s->count < SUGGEST_MAX)
		s->words[s->count++] = word;
}

bool suggest_put(struct buf *b, const struct suggestion *s, const char *prefix)
{
	for (size_t i = 0; i < s->count; i++) {
		struct buf word = BUF_INIT;

		buf_putl(&word, prefix, s->words[i]);
		buf_puts(b, !i ? "; did you mean " : i + 1 < s->count ? ", " : " or ");
		hint_quote(b, word.data);
	}
	if (s->count)
		buf_putc(b, '?');
	return s->count;
}
