/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/hash.h"

#include "core/mem.h"

#include "core/banned.h"

const char *hash_text(unsigned seed, const char *text)
{
	static const char hex[] = "0123456789abcdef";
	unsigned hash = 2166136261U ^ seed;
	char out[HASH_LEN];

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619U;
	for (int i = HASH_LEN - 1; i >= 0; i--, hash >>= 4)
		out[i] = hex[hash & 15];
	return mem_dup(out, HASH_LEN);
}
