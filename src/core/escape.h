/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Escaping text for a person to read: no path or name may control the terminal. */
#ifndef AVENV_ESCAPE_H
#define AVENV_ESCAPE_H

#include "core/buf.h"

/*
 * Append TEXT, a path, a name or what another program said, for a person to read. A path below
 * home becomes ~/…. Each byte of an unprintable character becomes \ooo: see utf8_printable_len(). A
 * backslash is doubled. An apostrophe that could open or close quotes gets one: a name imitates no
 * command that a message names.
 */
void escape_put(struct buf *b, const char *text);

/* TEXT by escape_put(), in single quotes. */
const char *escape_quoted(const char *text);

/*
 * TEXT with each byte of an unprintable character as \ooo. The rest is unchanged, so that the
 * output of escape_put() may be passed here.
 */
const char *escape_unprintable(const char *text);

#endif
