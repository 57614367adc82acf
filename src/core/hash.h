/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 (FIPS 180-4) and URL-safe base64 without padding; the helper has no library for them. */
#ifndef AVENV_HASH_H
#define AVENV_HASH_H

#include <stdint.h>

#include "core/base.h"

enum {
	/** bytes */
	SHA256_SIZE = 32,
	/** characters */
	HASH_ID_LEN = 8,
};

void sha256(const void *data, size_t len, uint8_t sum[SHA256_SIZE]);

/*
 * The end of a message of LEN bytes for SHA-256 and MD5: the REST of them, less than 64, a
 * 0x80, zeros, and the length in bits, BIG_ENDIAN or not.  Returns how many bytes of TAIL
 * count.
 */
size_t hash_tail(uint8_t tail[128], const uint8_t *rest, uint64_t len, bool big_endian);

/* The 64 digits. */
extern const char base64_digits[];

/* The LEN bytes at DATA and a NUL, to OUT; returns the end of the text.  For threads as well. */
char *base64_url(const uint8_t *data, size_t len, char *out);

/* The first 8 characters of the SHA-256 of TEXT in base64. */
const char *hash_id(const char *text);

#endif
