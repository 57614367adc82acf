/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The variable PATH. POSIX: directories separated by colons; an empty element means the current
 * directory. Elements other than avenv's own are not changed, not even empty and doubled ones.
 */
#ifndef AVENV_PATHVAR_H
#define AVENV_PATHVAR_H

#include "core/base.h"

/* PATH where it is unset or empty: not the current directory */
#define DEFAULT_PATH "/usr/local/bin:/usr/bin:/bin"

/*
 * The name of a directory of avenv's, beside avenv-hook. Behind the bin of an environment without
 * pip, its `pip` keeps that of another Python from answering.
 */
#define NO_PIP "avenv-no-pip"

/*
 * PATH without the first element that equals ENTRY; with SECOND, without the second one. Returns
 * PATH itself if no element equals ENTRY, and NULL (unset) if no element would remain: an empty
 * PATH would mean the current directory.
 */
const char *pathvar_remove(const char *path, const char *entry, bool second);

/* PATH without each element that equals ENTRY; NULL as for pathvar_remove(). */
const char *pathvar_remove_all(const char *path, const char *entry);

/* ENTRY in front of PATH.  An unset (NULL) or empty PATH adds no element. */
const char *pathvar_prepend(const char *path, const char *entry);

/* ENTRY is an element of PATH. */
bool pathvar_has(const char *path, const char *entry);

/* DIR is an element of PATH, possibly spelled otherwise: with a slash at its end, or by a link. */
bool pathvar_leads_to(const char *path, const char *dir);

/* The first element of PATH that is called NO_PIP; NULL: none. */
const char *pathvar_no_pip(const char *path);

/*
 * PATH with DIR behind the element BIN, and with no other element that is called NO_PIP; DIR is
 * NULL: with none. Returns PATH itself where that changes nothing and DIR is NULL.
 */
const char *pathvar_set_no_pip(const char *path, const char *bin, const char *dir);

/*
 * Remove elements from *PATH up to the first absolute directory that is not called NO_PIP, and
 * return that; NULL: none is left. avenv's own searches go through this function: empty and
 * relative elements mean the working directory, in which anybody's files may be.
 */
const char *pathvar_next_dir(const char **path);

/* pathvar_next_dir(), and the path of NAME in that directory. */
const char *pathvar_next_file(const char **path, const char *name);

#endif
