/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The findings of `avenv doctor` about the shell: its variables, the hook, the records. */
#ifndef AVENV_DOCTOR_SHELL_H
#define AVENV_DOCTOR_SHELL_H

#include "known/here.h"
#include "mend/finding.h"

void doctor_shell(struct context *ctx, const struct here *here, struct findings *findings);

#endif
