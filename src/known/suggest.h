/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "did you mean": the word that begins with what was typed, or is one or two typing errors away. */
#ifndef AVENV_SUGGEST_H
#define AVENV_SUGGEST_H

#include "core/base.h"

struct suggestion {
	const char *typed;
	/** the first of the nearest words; NULL: none is near */
	const char *word;
	/** how many errors it takes */
	size_t errors;
};

/* WORD is a known one; it is kept. `typed` is set, all else in S is zero at first. */
void suggest_offer(struct suggestion *s, const char *word);

/* "; did you mean 'word'?"; OTHERWISE, if no word is near. */
const char *suggest_text(const struct suggestion *s, const char *otherwise);

#endif
