/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/suggest.h"

#include "print/msg.h"

#include "core/banned.h"

enum {
	ERRORS_MAX = 2,
	/** a shorter beginning is that of too many words */
	BEGIN_MIN = 2,
};

/*
 * How many letters are changed, missing, added or swapped with the next one in A, which should be
 * B; more than MAX: too many.
 */
static size_t errors(const char *a, const char *b, size_t max)
{
	size_t least = max;

	for (; *a && *a == *b; a++)
		b++;
	if (!*a && !*b)
		return 0;

	const struct {
		bool can;
		size_t in_a, in_b;
	} steps[] = { { *a && *b, 1, 1 },
		      { *a, 1, 0 },
		      { *b, 0, 1 },
		      { *a && *b && a[0] == b[1] && a[1] == b[0], 2, 2 } };

	for (size_t i = 0; max && i < ARRAY_SIZE(steps); i++) {
		size_t n =
			!steps[i].can ? max : errors(a + steps[i].in_a, b + steps[i].in_b, max - 1);

		least = n < least ? n : least;
	}
	return least + 1;
}

void suggest_offer(struct suggestion *s, const char *word)
{
	size_t len = strlen(s->typed), max = len / 2 < ERRORS_MAX ? len / 2 : ERRORS_MAX, n;

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
