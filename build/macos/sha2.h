/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of libmd that avenv calls, by macOS's CommonCrypto. */
#include <CommonCrypto/CommonDigest.h>

#define SHA256_DIGEST_LENGTH           CC_SHA256_DIGEST_LENGTH
#define SHA2_CTX                       CC_SHA256_CTX
#define SHA256Init(hash)               CC_SHA256_Init(hash)
#define SHA256Update(hash, data, size) CC_SHA256_Update(hash, data, (CC_LONG)(size))
#define SHA256Final(sum, hash)         CC_SHA256_Final(sum, hash)
