/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pointers: what leads from a project to an environment elsewhere.  All of it
 * comes with the project, so what it says is followed only with a record.
 */
#ifndef AVENV_POINTER_H
#define AVENV_POINTER_H

#include "core/search.h"

/*
 * Follow C, a link or a redirect in DIR, or the file of a tool: ENV becomes the directory
 * that it leads to. Returns 0, or -1 with C->problem saying why not.
 */
int pointer_follow(const char *dir, struct candidate *c, struct chain *env) NODISCARD;

/*
 * The path in a PEP 832 redirect file of LEN bytes: the whole file less one newline; NULL
 * where that is empty, or several lines.
 */
const char *pointer_redirect_line(const char *data, size_t len);

#endif
