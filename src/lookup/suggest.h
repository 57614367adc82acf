/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggestions after a typing error: "did you mean". */
#ifndef AVENV_SUGGEST_H
#define AVENV_SUGGEST_H

#include "core/base.h"

/*
 * True if TYPED has two letters and WORD begins with it, or if one typing error behind the first
 * letter makes TYPED of WORD: a letter too many, missing, changed, or swapped with the next.
 */
bool suggest_near(const char *typed, const char *word);

/* "; did you mean 'WORD'?"; OTHERWISE, if WORD is NULL. */
const char *suggest_text(const char *word, const char *otherwise);

#endif
