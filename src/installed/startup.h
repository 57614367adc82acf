/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Code that the environment's Python runs at each start (Lib/site.py): import lines of .pth files,
 * and the modules sitecustomize and usercustomize.
 */
#ifndef AVENV_STARTUP_H
#define AVENV_STARTUP_H

#include "core/buf.h"
#include "core/venv.h"

/*
 * Add the files in VENV's own site-packages with such code that no package owns to PATHS: paths
 * relative to VENV. What virtualenv, uv, virtualenvwrapper and setuptools write without listing it
 * is left out. Returns 0, or -1 with errno if something cannot be read, and PATHS lacks it.
 */
int startup_files(const struct venv *venv, struct strings *paths) NODISCARD;

#endif
