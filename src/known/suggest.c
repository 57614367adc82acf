/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/suggest.h"

#include "core/hint.h"
#include "core/mem.h"

#include "core/banned.h"

enum {
	/** letters that a slip of the hand may have changed */
	SLIPS_MAX = 2,
	/** a shorter one is the beginning of too many */
	PREFIX_MIN = 2,
};

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

void suggest_init(struct suggestion *s, const char *typed)
{
	size_t len = strlen(typed);

	*s = (struct suggestion){
		.typed = typed,
		.len = len,
		.slips = least(SLIPS_MAX, len / 2),
		.rows = mem_array(3 * (len + 1), sizeof(*s->rows)),
	};
}

/*
 * How many letters must be added, dropped, changed or swapped with their
 * neighbour to make B of A.  ROWS is three times strlen(B) + 1.
 */
static size_t slips(const char *a, const char *b, size_t *rows)
{
	size_t len = strlen(b);
	size_t *before = rows, *last = before + len + 1, *row = last + len + 1;

	for (size_t j = 0; j <= len; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t *oldest = before;

		before = last;
		last = row;
		row = oldest;
		row[0] = i;
		for (size_t j = 1; j <= len; j++) {
			bool same = a[i - 1] == b[j - 1];

			row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + !same);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
	}
	return row[len];
}

/* How far WORD is from what was typed; more than S->slips: too far. */
static size_t distance(const struct suggestion *s, const char *word)
{
	size_t len = strlen(word);

	if (s->len >= PREFIX_MIN && !strncmp(word, s->typed, s->len))
		return 0;
	if (len > s->len + s->slips || s->len > len + s->slips)
		return s->slips + 1;
	return slips(word, s->typed, s->rows);
}

void suggest_offer(struct suggestion *s, const char *word)
{
	size_t n = distance(s, word);

	if (n > s->slips)
		return;
	if (n < s->slips)
		s->count = 0;
	for (size_t i = 0; i < s->count; i++)
		if (streq(s->words[i], word))
			return;
	s->slips = n;
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
