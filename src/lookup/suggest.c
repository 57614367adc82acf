/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/suggest.h"

#include "print/msg.h"

bool suggest_near(const char *typed, const char *word)
{
	const char *a = typed, *b = word;

	/* A single letter begins too many words. */
	if (strlen(typed) < 2 || starts_with(word, typed))
		return typed[0] && typed[1];
	for (; *a && *a == *b; a++)
		b++;
	/* a letter is changed, surplus, missing, or swapped with the next */
	return (*a && *b && streq(a + 1, b + 1)) || (*a && streq(a + 1, b)) ||
	       (*b && streq(a, b + 1)) ||
	       (*a && *b && a[0] == b[1] && a[1] == b[0] && streq(a + 2, b + 2));
}

const char *suggest_text(const char *word, const char *otherwise)
{
	return word ? formatted("; did you mean '%s'?", shown(word)) : otherwise;
}
