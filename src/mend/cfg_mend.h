/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes a pyvenv.cfg one again that Python does not take for one. */
#ifndef AVENV_CFG_MEND_H
#define AVENV_CFG_MEND_H

#include "core/venv.h"

/** A command and the path that is its last word, not yet quoted. */
struct cfg_mend {
	const char *command, *path;
};

/*
 * The command that mends VENV's pyvenv.cfg and keeps what is installed.
 * Returns false where there is none, or nothing is wrong with it.
 */
bool cfg_mend(const struct venv *venv, struct cfg_mend *mend);

#endif
