/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How to mend a pyvenv.cfg that Python does not accept. */
#ifndef AVENV_CFG_MEND_H
#define AVENV_CFG_MEND_H

#include "core/venv.h"

/*
 * The command that mends VENV's pyvenv.cfg and keeps its packages, to be pasted. NULL: there is
 * none, or nothing is wrong with the file.
 */
const char *cfg_mend(const struct venv *venv);

#endif
