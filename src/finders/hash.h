/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SHA-256 (FIPS 180-4) and MD5 (RFC 1321): other tools name environments by them, and the
 * helper has no library.
 */
#ifndef AVENV_HASH_H
#define AVENV_HASH_H

#include <stdint.h>

#include "core/buf.h"

enum {
	/** bytes */
	SHA256_SIZE = 32,
	MD5_SIZE = 16,
};

void sha256(const void *data, size_t len, uint8_t sum[SHA256_SIZE]);
void md5(const void *data, size_t len, uint8_t sum[MD5_SIZE]);

/* The first 8 characters of the SHA-256 of TEXT in base64. */
const char *hash_id(const char *text);

#endif
