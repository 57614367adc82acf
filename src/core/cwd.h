/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The working directory. */
#ifndef AVENV_CWD_H
#define AVENV_CWD_H

#include "core/base.h"

/* Its real path, or NULL with errno: a deleted directory has no path. */
const char *cwd_physical(void);

/*
 * Its path as the user knows it: PWD where that leads to the working directory, else PHYSICAL.
 * In a deleted directory, where PHYSICAL is NULL, PWD is all there is.
 */
const char *cwd_logical(const char *pwd, const char *physical);

#endif
