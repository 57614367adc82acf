/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef AVENV_PIP_H
#define AVENV_PIP_H

#include "core/buf.h"

/*
 * Run `EXE -I -m pip` with ARGS, a list ended by NULL, in the environment at ENV, as if it were
 * active. EXE is a name in its bin. The user's pip.conf and PIP_* variables count, but for those
 * that install elsewhere. pip prints on standard error. Returns 0, or -1 after printing why.
 */
int pip_run(const char *env, const char *exe, const char *const *args) NODISCARD;

/* Each of FILES, as -r takes them, is a URL or can be read. Returns 0, or -1 after printing why. */
int pip_check_files(const struct strings *files) NODISCARD;

#endif
