/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pointers: what leads from a project to an environment elsewhere.  All of it
 * comes with the project, so it is read only once the project is trusted.
 */
#ifndef AVENV_POINTER_H
#define AVENV_POINTER_H

#include "core/search.h"

/*
 * Follow C->pointer at C->path, in search->dir: C->path becomes the
 * environment's path.  OK says whose files count beside the user's, NULL:
 * anybody's.  Returns 0, or -1 with C->problem saying why not.
 */
int pointer_follow(struct search *search, struct candidate *c, const struct accepted *ok) NODISCARD;

/*
 * The path in a PEP 832 redirect file of LEN bytes: its first line, without
 * the newline, else NULL.
 */
const char *pointer_redirect_line(const char *data, size_t len);

/*
 * What LINE of a file in DIR leads to: as it stands, or, where nothing is there,
 * without the spaces around it.  NULL: LINE is NULL, or nothing else.
 */
const char *pointer_path(const char *dir, const char *line);

#endif
