/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base64.h"

#include "core/banned.h"

const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789-_";

char *base64_url(const uint8_t *data, size_t len, char *out)
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
	return out;
}
