/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PATH as POSIX has it: prefixes separated by colons, an empty one meaning
 * the current directory.  All that is not our own entry stays as it was, the
 * empty and the doubled ones too.
 */
#ifndef AVENV_PATHVAR_H
#define AVENV_PATHVAR_H

#include "core/base.h"

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
