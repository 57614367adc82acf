/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packages that were built for another platform, by the tags in their WHEEL files. */
#ifndef AVENV_FOREIGN_H
#define AVENV_FOREIGN_H

#include "core/venv.h"

/*
 * The packages in VENV that cannot work on this system, or with PYTHON, which may be NULL, in
 * words: "2 packages are built for macosx_11_0_arm64, 'markupsafe' first". NULL: there are none. On
 * a system that is neither Linux nor macOS the answer is NULL.
 */
const char *foreign_packages(const struct venv *venv, const char *python);

#endif
