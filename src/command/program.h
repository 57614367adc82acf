/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The paths of this program, its helper and its manual: in one directory, or installed. */
#ifndef AVENV_PROGRAM_H
#define AVENV_PROGRAM_H

#include "core/base.h"

/* The absolute path of this program. Where the system cannot tell, the command ends. */
const char *program_path(void);

/* The same as PATH has it, if it does: that path also leads to the program after an upgrade. */
const char *program_lasting(void);

/*
 * The absolute path of avenv-hook: beside this program, or in ../libexec/avenv, so that an
 * installed tree can be moved. NULL: in neither.
 */
const char *program_helper(void);

/* The same for avenv(1): beside this program, or in ../share/man/man1. */
const char *program_manual(void);

#endif
