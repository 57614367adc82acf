/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of TOML that are neither tables nor arrays. */
#ifndef AVENV_TOML_VALUE_H
#define AVENV_TOML_VALUE_H

#include "formats/toml_tree.h"

/*
 * Read the string at *S, which moves behind the string. WITH_LINES: several lines are allowed. Returns
 * false if no string is at *S.
 */
bool toml_take_string(const char **s, bool with_lines, struct toml *value);

/*
 * Read the number, boolean, date or time at *S, which moves behind the value. Returns false if there is
 * none.
 */
bool toml_take_scalar(const char **s, struct toml *value);

#endif
