/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was meant by a word that is not known: those of the words on offer that
 * begin with it, else those that a slip or two of the hand make of it.
 */
#ifndef AVENV_SUGGEST_H
#define AVENV_SUGGEST_H

#include "core/base.h"
#include "core/buf.h"

enum {
	/** as many are named, of several that are equally near */
	SUGGEST_MAX = 3,
};

struct suggestion {
	/** the nearest, in the order in which they were offered */
	const char *words[SUGGEST_MAX];
	size_t count;

	/** the word as typed */
	const char *typed;
	size_t len;
	/** how far from it those in WORDS are, or may be while there are none */
	size_t slips;
	/** for the search */
	size_t *rows;
};

/* Begin the search for what TYPED may mean. */
void suggest_init(struct suggestion *s, const char *typed);

/* WORD is one that could have been meant; it is kept. */
void suggest_offer(struct suggestion *s, const char *word);

/* Add "; did you mean 'PREFIXone' or 'PREFIXtwo'?"; false: none is near. */
bool suggest_put(struct buf *b, const struct suggestion *s, const char *prefix);

#endif
