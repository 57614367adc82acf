/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/hash.h"

#include "core/buf.h"
#include "core/mem.h"

/* K of SHA-256 (FIPS 180-4, 4.2.2) */
static const uint32_t rounds[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
};

static uint32_t right(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

static void expand(uint32_t w[64], const uint8_t *block)
{
	for (int i = 0; i < 16; i++, block += 4)
		w[i] = (uint32_t)block[0] << 24 | (uint32_t)block[1] << 16 |
		       (uint32_t)block[2] << 8 | block[3];
	for (int i = 16; i < 64; i++)
		w[i] = (right(w[i - 2], 17) ^ right(w[i - 2], 19) ^ w[i - 2] >> 10) + w[i - 7] +
		       (right(w[i - 15], 7) ^ right(w[i - 15], 18) ^ w[i - 15] >> 3) + w[i - 16];
}

static void add_block(uint32_t h[8], const uint8_t *block)
{
	uint32_t w[64], s[8];

	expand(w, block);
	memcpy(s, h, sizeof(s));
	/* Variable n of round i is s[(n - i) & 7], so that none is copied. */
	for (unsigned i = 0; i < 64; i++) {
		const uint32_t a = s[-i & 7], b = s[(1 - i) & 7], c = s[(2 - i) & 7],
			       e = s[(4 - i) & 7], f = s[(5 - i) & 7], g = s[(6 - i) & 7];
		uint32_t t = s[(7 - i) & 7] + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) +
			     ((e & f) ^ (~e & g)) + rounds[i] + w[i];

		s[(3 - i) & 7] += t;
		s[(7 - i) & 7] = t + (right(a, 2) ^ right(a, 13) ^ right(a, 22)) +
				 ((a & b) ^ (a & c) ^ (b & c));
	}
	for (int i = 0; i < 8; i++)
		h[i] += s[i];
}

/* The padding of a message is 0x80, zeros and its length in bits, at the end of a block. */
void sha256(const void *data, size_t len, uint8_t sum[SHA256_SIZE])
{
	uint32_t h[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
			  0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
	const uint8_t *bytes = data;
	uint8_t tail[128] = { 0 };
	size_t rest = len % 64, size = rest < 56 ? 64 : 128;

	for (size_t at = 0; at + 64 <= len; at += 64)
		add_block(h, bytes + at);
	if (rest)
		memcpy(tail, bytes + len - rest, rest);
	tail[rest] = 0x80;
	for (unsigned i = 0; i < 8; i++)
		tail[size - 8 + i] = (uint8_t)((uint64_t)len * 8 >> 8 * (7 - i));
	for (size_t at = 0; at < size; at += 64)
		add_block(h, tail + at);
	for (unsigned i = 0; i < SHA256_SIZE; i++)
		sum[i] = (uint8_t)(h[i / 4] >> (24 - 8 * (i % 4)));
}

const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789-_";

void base64_url(const uint8_t *data, size_t len, char *out)
{
	uint32_t bits = 0;
	unsigned have = 0;

	for (size_t i = 0; i < len; i++) {
		bits = bits << 8 | data[i];
		for (have += 8; have >= 6; have -= 6)
			*out++ = base64_digits[bits >> (have - 6) & 0x3F];
	}
	if (have)
		*out++ = base64_digits[bits << (6 - have) & 0x3F];
	*out = '\0';
}

const char *hash_id(const char *text)
{
	uint8_t sum[SHA256_SIZE];
	char *id = mem_alloc(9);

	sha256(text, strlen(text), sum);
	base64_url(sum, 6, id);
	return id;
}
