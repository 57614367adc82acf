/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8: decoding, and which characters a terminal may be sent. */
#ifndef AVENV_UTF8_H
#define AVENV_UTF8_H

#include <stdint.h>

#include "core/base.h"

/*
 * Decode the UTF-8 character at TEXT, printable or not, into *OUT. Returns its length in bytes; 0:
 * not UTF-8.
 */
size_t utf8_decode(const char *text, uint32_t *out);

/* All of the LEN bytes at DATA, which a NUL follows, is UTF-8. */
bool is_utf8(const char *data, size_t len);

/*
 * The length in bytes of the printable UTF-8 character at S; 0: the bytes at S are no such
 * character. Control characters (C0, DEL, C1) are not printable, nor are characters that reorder or
 * hide text (bidirectional controls, no width, blank letters). Beyond ASCII none is in a locale of
 * other characters: a terminal of ISO-8859-1 acts on the second byte of U+011B.
 */
size_t utf8_printable_len(const char *s);

/* Each character of TEXT is printable. */
bool utf8_is_printable(const char *text);

#endif
