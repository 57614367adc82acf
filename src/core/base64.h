/* SPDX-License-Identifier: GPL-3.0-or-later */
/* URL-safe base64 without padding. */
#ifndef AVENV_BASE64_H
#define AVENV_BASE64_H

#include <stdint.h>

#include "core/base.h"

/* The 64 digits. */
extern const char base64_digits[];

/* The LEN bytes at DATA and a NUL, to OUT; returns the end of the text.  For threads as well. */
char *base64_url(const uint8_t *data, size_t len, char *out);

#endif
