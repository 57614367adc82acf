/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told of an environment that is not turned on, or without its packages: one line. */
#ifndef AVENV_HINT_H
#define AVENV_HINT_H

#include "core/buf.h"
#include "core/search.h"

/*
 * Add what a person standing in PWD should know of FOUND: what is there and
 * the command that changes it, which is TYPED, in quotes; or NULL: as
 * hint_command() has it.  Adds nothing where silence is right.
 */
void hint_text(struct buf *b, const struct found *found, const char *pwd, const char *typed);

/* What is not as a record of FOUND has it, from ", moved" on. */
void hint_changed(struct buf *b, const struct found *found);

/* That command, "avenv allow", as it is typed in PWD; "" where there is none. */
const char *hint_command(const struct found *found);

/* What is wrong with the records file, and the command that says more. */
void hint_records(struct buf *b, const struct trust *trust);

/* What a person calls the environment: its name in the project, or in its tool's store. */
const char *hint_env_name(const struct found *found);

/* 'NAME' with what a terminal would act on escaped. */
const char *hint_quoted(const char *name);

#endif
