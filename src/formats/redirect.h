/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Redirect files (PEP 832): a file in place of an environment, whose only line is the path of one.
 */
#ifndef AVENV_REDIRECT_H
#define AVENV_REDIRECT_H

#include "core/base.h"

/*
 * The path in the LEN bytes of a redirect file at DATA, without the newline (LF or CRLF) at its
 * end. NULL: the path is empty, too long (PATH_MAX), or contains a newline or NUL.
 */
const char *redirect_parse(const char *data, size_t len);

#endif
