/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/suggest.h"

#include "print/msg.h"

#include "core/banned.h"

enum {
	ERRORS_MAX = 2,
	/** a shorter beginning is that of too many words */
	BEGIN_MIN = 2,
};

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * How many letters are changed, missing, added or swapped with the next one in A, which should be
 * B; more than MAX: too many.
 */
static size_t errors(const char *a, const char *b, size_t max)
{
	size_t least;

	for (; *a && *a == *b; a++)
		b++;
	if (!max || (!*a && !*b))
		return *a || *b;
	least = errors(a + !!*a, b + !!*b, max - 1);
	if (*a)
		least = smaller(least, errors(a + 1, b, max - 1));
	if (*b)
		least = smaller(least, errors(a, b + 1, max - 1));
	if (*a && *b && a[0] == b[1] && a[1] == b[0])
		least = smaller(least, errors(a + 2, b + 2, max - 1));
	return least + 1;
}

void suggest_offer(struct suggestion *s, const char *word)
{
	size_t len = strlen(s->typed), max = smaller(len / 2, ERRORS_MAX), n;

	n = len >= BEGIN_MIN && starts_with(word, s->typed) ? 0 : errors(s->typed, word, max);
	if (n > max || (s->word && n >= s->errors))
		return;
	s->word = word;
	s->errors = n;
}

const char *suggest_text(const struct suggestion *s, const char *otherwise)
{
	return s->word ? formatted("; did you mean '%s'?", shown(s->word)) : otherwise;
}
