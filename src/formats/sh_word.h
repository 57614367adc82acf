/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words of the POSIX shell language: in single quotes each byte but the apostrophe means itself.
 * The two spellings of an apostrophe mean the same to a shell. Files that other tools also write
 * have Python's, and stay equal to theirs byte for byte.
 */
#ifndef AVENV_SH_WORD_H
#define AVENV_SH_WORD_H

#include "core/buf.h"

/* An apostrophe inside '…', as people write it, and as Python's shlex.quote() does. */
#define SH_APOSTROPHE     "'\\''"
#define PYTHON_APOSTROPHE "'\"'\"'"

/* WORD means itself in a shell: shlex.quote() puts no quotes around it. */
bool sh_is_plain(const char *word);

/* Add WORD in single quotes, with APOSTROPHE, one of the two above, for each of its own. */
void sh_put_quoted(struct buf *b, const char *word, const char *apostrophe);

/* Add WORD as shlex.quote() does: in quotes only where that is needed. */
void sh_put_word(struct buf *b, const char *word);

#endif
