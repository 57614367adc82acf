/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Redirect files (PEP 832): a file in the place of an environment, whose one line is its path. */
#ifndef AVENV_REDIRECT_FORMAT_H
#define AVENV_REDIRECT_FORMAT_H

#include "core/base.h"

/*
 * The path in a redirect file of LEN bytes at DATA: all of it but the newline at its end. NULL if
 * that is empty or has several lines.
 */
const char *redirect_parse(const char *data, size_t len);

/* The text of a redirect file with PATH; NULL if none can hold it. */
const char *redirect_format(const char *path);

#endif
