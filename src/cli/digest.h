/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Checksums, by libnettle, which has each processor's own instructions for
 * them.  They touch no memory but their own: for threads as well.
 */
#ifndef AVENV_DIGEST_H
#define AVENV_DIGEST_H

#include <nettle/md5.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <stdint.h>

#include "core/base.h"

enum {
	/** bytes of the longest, and of a SHA-256 */
	DIGEST_MAX = SHA512_DIGEST_SIZE,
	DIGEST_SHA256 = SHA256_DIGEST_SIZE,
};

struct nettle_hash;

/** An algorithm. */
struct digest_kind {
	const struct nettle_hash *hash;
	/** others can make a file of the same digest */
	bool weak;
};

/** One being computed. */
struct digest {
	const struct nettle_hash *hash;
	union {
		struct md5_ctx md5;
		struct sha1_ctx sha1;
		struct sha256_ctx sha256;
		struct sha512_ctx sha512;
	} state;
};

extern const struct digest_kind digest_sha256;

/*
 * The one that the LEN bytes at NAME name, as Python's hashlib and RECORD have
 * it: "sha256"; NULL: none that is known here.
 */
const struct digest_kind *digest_named(const char *name, size_t len);

void digest_start(struct digest *d, const struct digest_kind *kind);
void digest_put(struct digest *d, const void *data, size_t len);

/* Set OUT to the digest of all that was put.  Returns how many bytes it has. */
size_t digest_end(struct digest *d, uint8_t out[DIGEST_MAX]);

#endif
