/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words of the POSIX shell language in files that other tools also write, as Python's shlex spells
 * them, so that ours are equal byte for byte. In single quotes each byte except the apostrophe is
 * literal.
 */
#ifndef AVENV_SH_WORD_H
#define AVENV_SH_WORD_H

#include "core/buf.h"

/* WORD needs no quotes in a shell: shlex.quote() adds none. */
bool sh_is_plain(const char *word);

/* Append WORD as shlex.quote() does where quotes are needed. */
void sh_put_quoted(struct buf *b, const char *word);

/*
 * The word of a script at *AT, without its quotes, and *AT behind it. NULL: a quote is not closed,
 * or a shell would expand something in it, other than the bytes that virtualenv 21 writes in octal
 * if they are not ASCII.
 */
const char *sh_take_word(const char **at);

/* Append WORD as shlex.quote() does: in quotes only if needed. */
void sh_put_word(struct buf *b, const char *word);

#endif
