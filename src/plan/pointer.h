/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Following a pointer: a link, a PEP 832 redirect or another tool's file, by which a project leads
 * to an environment elsewhere. All of them come with the project.
 */
#ifndef AVENV_POINTER_H
#define AVENV_POINTER_H

#include "core/real_path.h"
#include "finders/finders.h"

/*
 * Read the path in the file PATH, a link (LINK) or else a redirect, and follow nothing. It becomes
 * *TEXT; NULL: the file is no redirect. Returns 0, or -1 with errno.
 */
int pointer_text(const char *path, bool link, const char **text) NODISCARD;

/*
 * Follow the pointer C: ENV becomes the directory that it leads to. Returns NULL, or in words why
 * there is none.
 */
const char *pointer_follow(const struct candidate *c, struct real_path *env) NODISCARD;

/* real_path_read(), which returns NULL, or in words why PATH leads nowhere. */
const char *path_follow(const char *path, struct real_path *chain) NODISCARD;

#endif
