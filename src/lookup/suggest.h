/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggestions after a typing error: "did you mean". */
#ifndef AVENV_SUGGEST_H
#define AVENV_SUGGEST_H

#include "core/base.h"

/* True if TYPED begins WORD, or is one typing error away from it. TYPED must have two letters. */
bool suggest_near(const char *typed, const char *word);

/* "; did you mean 'WORD'?"; OTHERWISE, if WORD is NULL. */
const char *suggest_text(const char *word, const char *otherwise);

#endif
