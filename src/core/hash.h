/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hash of text, where a collision costs no more than a hint. */
#ifndef AVENV_HASH_H
#define AVENV_HASH_H

#include "core/base.h"

enum {
	/** hex digits */
	HASH_LEN = 8,
};

/* FNV-1a, 32 bits, of SEED and TEXT, in hex. */
const char *hash_text(unsigned seed, const char *text);

#endif
