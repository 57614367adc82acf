/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What `avenv doctor` examines.  Everything is only looked at: no file is
 * written, nothing of an environment is run.
 */
#ifndef AVENV_DOCTOR_H
#define AVENV_DOCTOR_H

#include "cli/finding.h"
#include "cli/here.h"

/*
 * All that is wrong with VENV; FOUND is what the records say of it.  Returns 0,
 * or -1 having said why it cannot be looked at.
 */
int doctor_env(struct context *ctx, const struct venv *venv, const struct found *found,
	       struct findings *findings) NODISCARD;

/* What speaks against FOUND, where there is no environment to examine. */
void doctor_place(struct context *ctx, const struct found *found, struct findings *findings);

/* All that is wrong with this shell and its set-up, whatever the environment. */
void doctor_shell(struct context *ctx, const struct here *here, struct findings *findings);

#endif
