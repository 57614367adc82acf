/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `avenv doctor` finds about avenv itself: the records, the hook, its helper. */
#ifndef AVENV_DOCTOR_HERE_H
#define AVENV_DOCTOR_HERE_H

#include "known/here.h"
#include "mend/finding.h"

void doctor_here(struct context *ctx, const struct here *here, struct findings *findings);

/* Find the variables that get in the way of VIRTUAL_ENV, with PATH; both may be NULL. */
void doctor_shell(const char *virtual_env, const char *path, struct findings *findings);

#endif
