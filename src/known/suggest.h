/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * "did you mean": the words that begin with what was typed, else those that one or two typing
 * errors make of it.
 */
#ifndef AVENV_SUGGEST_H
#define AVENV_SUGGEST_H

#include "core/buf.h"

enum {
	SUGGEST_MAX = 3,
};

struct suggestion {
	/** the nearest, in the order in which they were offered */
	const char *words[SUGGEST_MAX];
	size_t count;
	/** what was typed */
	const char *typed;
	/** how many errors `words` take, or may take while there are none */
	size_t errors;
};

void suggest_init(struct suggestion *s, const char *typed);

/* WORD is a known one; it is kept. */
void suggest_offer(struct suggestion *s, const char *word);

/* Add "; did you mean 'PREFIXone' or 'PREFIXtwo'?". False: none is near. */
bool suggest_put(struct buf *b, const struct suggestion *s, const char *prefix);

#endif
