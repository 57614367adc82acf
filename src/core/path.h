/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths as text, and PATH: nothing here looks at the file system. */
#ifndef AVENV_PATH_H
#define AVENV_PATH_H

#include <stdint.h>

#include "core/base.h"
#include "core/buf.h"

/* DIR/NAME, or NAME alone where it is absolute. */
const char *path_join(const char *dir, const char *name);

/* The last component; "/" for the root.  Borrowed from PATH. */
const char *path_base(const char *path);

/* PATH without slashes at its end; the root stays one. */
const char *path_trimmed(const char *path);

/* The absolute PATH without its last component; "/" for the root. */
const char *path_parent(const char *path);

/* PATH is DIR or lies below it, by components: /a holds /a/b but not /ab. */
bool path_under(const char *path, const char *dir);

/* The way from DIR up to ABOVE, as "./../.."; NULL where DIR is not ABOVE and not below it. */
const char *path_climb(const char *dir, const char *above);

/* NAME is one component of a path, and no "." or "..". */
bool path_is_name(const char *name);

/* Absolute, without empty, "." and ".." components or a final slash. */
bool path_is_clean(const char *path);

/* Absolute PATH made so, as text: a link before ".." is not looked at. */
const char *path_clean(const char *path);

/* The length of $HOME, without final slashes, where PATH is it or lies below it; else 0. */
size_t path_home_len(const char *path);

/*
 * Add TEXT for a person to read. A path below home becomes ~/…. Control characters,
 * bytes that are not UTF-8 and characters that reorder or hide text become \ooo.
 * A backslash is doubled.
 */
void path_show(struct buf *b, const char *text);

/* 'TEXT', shown so. */
const char *path_quoted(const char *text);

/*
 * TEXT without a character that path_utf8_len() calls unprintable: each of its bytes is \ooo. All
 * else stays as it is, also a text that went through path_show().
 */
const char *path_printable(const char *text);

/* Each character of TEXT is printable. */
bool path_is_printable(const char *text);

/*
 * The length of the printable UTF-8 character at S, 0 where there is none:
 * not for control characters (C0, DEL, C1) nor for those that reorder or hide
 * text (bidirectional controls, no width, blank letters).
 */
size_t path_utf8_len(const char *s);

/* The UTF-8 character at TEXT, whichever, and its length; 0: not UTF-8. */
size_t path_utf8_decode(const char *text, uint32_t *out);

/* All of the LEN bytes at DATA, which a NUL follows, is UTF-8. */
bool is_utf8(const char *data, size_t len);

/* ---- the variable PATH -------------------------------------------------------
 *
 * As POSIX has it: prefixes separated by colons, an empty one meaning the current directory.
 * All that is not our own entry stays as it was, the empty and the doubled ones too.
 */

/*
 * PATH without the first element that equals ENTRY, or with SECOND without
 * the second one.  Returns PATH itself where there is none, and NULL (unset)
 * where nothing would be left: an empty PATH would mean the current directory.
 */
const char *pathvar_remove(const char *path, const char *entry, bool second);

/* ENTRY in front of PATH.  An unset (NULL) or empty PATH adds no element. */
const char *pathvar_prepend(const char *path, const char *entry);

/*
 * The element by which environment ENV is on PATH: ENV/bin, or ENV/Scripts
 * where that is there instead.
 */
const char *pathvar_of_env(const char *path, const char *env);

/* ENTRY is an element of PATH. */
bool pathvar_has(const char *path, const char *entry);

#endif
