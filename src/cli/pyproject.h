/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pyproject.toml: the one line of it that says which Pythons will do. */
#ifndef AVENV_PYPROJECT_H
#define AVENV_PYPROJECT_H

#include "core/base.h"

/*
 * `requires-python` of the [project] table in TEXT; NULL where it is not
 * there, is no string, or TEXT is no TOML up to it.
 */
const char *pyproject_requires(const char *text);

#endif
