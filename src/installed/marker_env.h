/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of the variables in markers, read from the files of an environment. */
#ifndef AVENV_MARKER_ENV_H
#define AVENV_MARKER_ENV_H

#include "core/venv.h"
#include "formats/requirement.h"
#include "installed/site.h"

/*
 * The values of the Python of VENV, which is LIBRARY, on this machine; nothing is started. pyvenv.cfg says the
 * patch release, else it is 0. The version of an implementation other than CPython is "".
 */
void marker_env_of(const struct venv *venv, const struct library *library, struct marker_env *env);

#endif
