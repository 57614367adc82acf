/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages of `avenv create`: the fewest lines that help. */
#ifndef AVENV_CREATE_TELL_H
#define AVENV_CREATE_TELL_H

#include "build/create.h"
#include "commands/record.h"

/* The project of TARGET: the directory that holds it, except for `avenv create .` */
const char *create_project(const struct context *ctx, const struct create_target *target);

/* Print what was made. */
void create_tell_made(const struct create_how *how, const struct create_target *target,
		      const struct python *python);

/*
 * Print how to turn it on, where the next prompt does not, and with WANTS the command that installs
 * the requirements of its project.
 */
void create_tell_use(struct context *ctx, const struct create_target *target,
		     enum recorded recorded, bool wants);

#endif
