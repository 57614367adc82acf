/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Redirects: the `.venv` files (PEP 832) that lead projects to an environment. */
#ifndef AVENV_REDIRECT_H
#define AVENV_REDIRECT_H

#include "cli/command.h"

/*
 * Find those that lead to ENV, a real path, whose last component may be gone:
 * in the directory that holds it and in the projects on record.  FILES are
 * their paths: PROJECT/.venv.  Returns 0, or -1 having said what could not be
 * looked at, as then one may be missing.
 */
int redirects_find(struct context *ctx, const char *env,
		   struct names *files) NODISCARD;

#endif
