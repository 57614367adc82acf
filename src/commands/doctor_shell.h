/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The findings of `doctor` about the shell, its variables and avenv's own files. */
#ifndef AVENV_DOCTOR_SHELL_H
#define AVENV_DOCTOR_SHELL_H

#include "lookup/calling_shell.h"
#include "mend/finding.h"

/* Add what is wrong in the shell S to FINDINGS. */
void doctor_shell(struct context *ctx, const struct calling_shell *s, struct findings *findings);

#endif
