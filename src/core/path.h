/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths as text. No function here reads the file system. */
#ifndef AVENV_PATH_H
#define AVENV_PATH_H

#include "core/base.h"

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

/* PATH relative to DIR, "." for DIR itself; PATH if it is not below.  Borrowed from PATH. */
const char *path_relative(const char *path, const char *dir);

/* The relative path from PATH up to ABOVE, "./../.."; NULL: PATH is neither ABOVE nor below it. */
const char *path_climb(const char *path, const char *above);

/* NAME is one component of a path, neither "." nor "..". */
bool path_is_name(const char *name);

/* The beginning of the names of directories and files that a command makes or removes. */
#define TEMP_START ".avenv-"

/* NAME begins so: it is no environment yet, or none any more. */
bool path_is_temp(const char *name);

/*
 * PATH ends in ".old": `recreate` leaves the old environment there. No finder and no list of
 * environments takes such a name; a link or redirect of another name may point to one.
 */
bool path_is_backup(const char *path);

/* PATH is absolute, without empty, "." or ".." components and without a final slash. */
bool path_is_clean(const char *path);

/* PATH has no quote, '$', '`', backslash or '!', which some kinds of scripts cannot hold. */
bool path_is_plain(const char *path);

/*
 * The clean form of the absolute PATH, as text: ".." removes the component before it, link or not.
 */
const char *path_clean(const char *path);

/* The length of $HOME, without trailing slashes, if PATH is $HOME or below it; else 0. */
size_t path_home_len(const char *path);

#endif
