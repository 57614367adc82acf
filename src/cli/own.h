/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where this program, its helper and its manual lie: together, or installed. */
#ifndef AVENV_OWN_H
#define AVENV_OWN_H

#include "core/base.h"

/* The absolute path of this program, as far as it is not unseen(). */
const char *own_program(void);

/*
 * The path that leads to this program after an upgrade as well: as PATH has it,
 * else its own.
 */
const char *own_lasting(void);

/* The same, for what is to start it; NULL having said that nobody can tell. */
const char *own_lasting_needed(void);

/* It lies where it was built, beside its helper. */
bool own_is_build(void);

/*
 * The absolute path of avenv-hook: beside this program, or in
 * ../libexec/avenv, so that an installed tree can be moved.  NULL: in neither.
 */
const char *own_helper(void);

/* The same, for what does not work without; NULL having said what is wrong. */
const char *own_helper_needed(void);

/* The same for avenv(1). */
const char *own_manual(void);

#endif
