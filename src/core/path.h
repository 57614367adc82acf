/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths as text, and the variable PATH. No function here reads the file system. */
#ifndef AVENV_PATH_H
#define AVENV_PATH_H

#include <stdint.h>

#include "core/base.h"
#include "core/buf.h"

/* DIR/NAME; NAME itself if it is absolute. */
const char *path_join(const char *dir, const char *name);

/* The last component; "/" for the root.  Borrowed from PATH. */
const char *path_base(const char *path);

/* A copy of PATH without trailing slashes; the root remains "/". */
const char *path_trimmed(const char *path);

/* The absolute PATH without its last component; "/" for the root. */
const char *path_parent(const char *path);

/* PATH is DIR or below it, compared by components: /a contains /a/b but not /ab. */
bool path_under(const char *path, const char *dir);

/* The relative path from PATH up to ABOVE, as "./../.."; NULL: it is neither ABOVE nor below. */
const char *path_climb(const char *path, const char *above);

/* NAME is one component of a path, neither "." nor "..". */
bool path_is_name(const char *name);

/* PATH is absolute, without empty, "." or ".." components and without a final slash. */
bool path_is_clean(const char *path);

/*
 * The clean form of the absolute PATH, as text: ".." removes the component before it, link or not.
 */
const char *path_clean(const char *path);

/* The length of $HOME, without trailing slashes, if PATH is $HOME or below it; else 0. */
size_t path_home_len(const char *path);

/*
 * Append TEXT for a person to read. A path below home becomes ~/…. Control characters, bytes that
 * are not UTF-8 and characters that reorder or hide text become \ooo. A backslash is doubled.
 */
void path_show(struct buf *b, const char *text);

/* TEXT by path_show(), in single quotes. */
const char *path_quoted(const char *text);

/*
 * TEXT with each byte of an unprintable character (see path_utf8_len()) as \ooo. The rest is
 * unchanged, so that an output of path_show() is as well.
 */
const char *path_printable(const char *text);

/* Each character of TEXT is printable. */
bool path_is_printable(const char *text);

/*
 * The length in bytes of the printable UTF-8 character at S; 0: no such character. Not printable are
 * control characters (C0, DEL, C1) and those that reorder or hide text (bidirectional controls, no
 * width, blank letters).
 */
size_t path_utf8_len(const char *s);

/*
 * Decode the UTF-8 character at TEXT, printable or not, into *OUT. Returns its length in bytes; 0:
 * not UTF-8.
 */
size_t path_utf8_decode(const char *text, uint32_t *out);

/* All of the LEN bytes at DATA, which a NUL follows, is UTF-8. */
bool is_utf8(const char *data, size_t len);

/* ---- the variable PATH -------------------------------------------------------
 *
 * POSIX: prefixes separated by colons; an empty prefix means the current directory. Elements
 * other than our own entry are not changed, not even empty and doubled ones. settings_dir() is how
 * avenv itself searches.
 */

/* PATH where it is unset or empty: not the current directory */
#define DEFAULT_PATH "/usr/local/bin:/usr/bin:/bin"

/*
 * PATH without the first element that equals ENTRY; with SECOND, without the second one. Returns
 * PATH itself if there is none, and NULL (unset) if no element would remain: an empty PATH would
 * mean the current directory.
 */
const char *pathvar_remove(const char *path, const char *entry, bool second);

/* ENTRY in front of PATH.  An unset (NULL) or empty PATH adds no element. */
const char *pathvar_prepend(const char *path, const char *entry);

/*
 * The element of PATH for the environment ENV: ENV/Scripts if only that is in PATH, else ENV/bin.
 */
const char *pathvar_of_env(const char *path, const char *env);

/* ENTRY is an element of PATH. */
bool pathvar_has(const char *path, const char *entry);

#endif
