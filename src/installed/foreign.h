/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which packages of an environment were built for another platform? A wheel's file WHEEL in the
 * .dist-info directory has the platform at the end of each tag (PEP 427, 425, 600):
 *
 *	Tag: cp312-cp312-macosx_11_0_arm64
 *
 * An environment that was copied from another machine has such packages.
 */
#ifndef AVENV_FOREIGN_H
#define AVENV_FOREIGN_H

#include "core/venv.h"

/*
 * The packages in VENV that cannot work on this system, in words: "2 packages are built for
 * macosx_11_0_arm64, 'markupsafe' first". Those for another C library than that of PYTHON are among
 * them, unless PYTHON is NULL. NULL: there are none that certainly cannot work.
 */
const char *foreign_packages(const struct venv *venv, const char *python);

#endif
