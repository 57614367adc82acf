/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 (FIPS 180-4), for the helper, which has no libraries. */
#ifndef AVENV_SHA256_H
#define AVENV_SHA256_H

#include <stdint.h>

#include "core/base.h"

enum {
	/** bytes */
	SHA256_SIZE = 32,
};

void sha256(const void *data, size_t len, uint8_t sum[SHA256_SIZE]);

/*
 * The end of a message of LEN bytes for SHA-256 and MD5: the REST of them, less than 64, a
 * 0x80, zeros, and the length in bits, BIG_ENDIAN or not.  Returns how many bytes of TAIL
 * count.
 */
size_t hash_tail(uint8_t tail[128], const uint8_t *rest, uint64_t len, bool big_endian);

#endif
