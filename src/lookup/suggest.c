/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/suggest.h"

#include "print/msg.h"

bool suggest_near(const char *typed, const char *word)
{
	bool is_surplus, is_missing, is_changed, is_swapped;

	/* A single letter begins too many words, and 'fun' is no way to type 'run'. */
	if (strlen(typed) < 2 || *typed != *word)
		return false;
	if (starts_with(word, typed))
		return true;
	/* To the first letter of TYPED that is wrong: it has one, but WORD may end there. */
	for (; *typed == *word; typed++)
		word++;
	is_surplus = streq(typed + 1, word);
	if (!*word)
		return is_surplus;
	is_missing = streq(typed, word + 1);
	is_changed = streq(typed + 1, word + 1);
	is_swapped = typed[0] == word[1] && typed[1] == word[0] && streq(typed + 2, word + 2);
	return is_surplus || is_missing || is_changed || is_swapped;
}

const char *suggest_text(const char *word, const char *otherwise)
{
	return word ? formatted("; did you mean '%s'?", shown(word)) : otherwise;
}
