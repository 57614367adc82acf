/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SHA-256 (FIPS 180-4) and URL-safe base64 (RFC 4648). Other tools name environments by both, and
 * the helper links no library.
 */
#ifndef AVENV_HASH_H
#define AVENV_HASH_H

#include <stdint.h>

#include "core/base.h"

enum {
	/** size of a sum, in bytes */
	SHA256_SIZE = 32,
};

void sha256(const void *data, size_t len, uint8_t sum[SHA256_SIZE]);

/* The 64 digits of URL-safe base64. */
extern const char base64_digits[];

/*
 * Write the LEN bytes at DATA as URL-safe base64 without padding, and a NUL, to OUT. Thread-safe.
 */
void base64_url(const uint8_t *data, size_t len, char *out);

/* The first 8 characters of the SHA-256 of TEXT in URL-safe base64. */
const char *hash_id(const char *text);

#endif
