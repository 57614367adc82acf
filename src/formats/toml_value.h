/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of TOML that are neither tables nor arrays. */
#ifndef AVENV_TOML_VALUE_H
#define AVENV_TOML_VALUE_H

#include "formats/toml_tree.h"

/*
 * Read the string at *S into VALUE, and advance *S. WITH_LINES: the string may have several lines.
 * Returns false if no string begins at *S, or if the string is malformed.
 */
bool toml_take_string(const char **s, bool with_lines, struct toml *value);

/*
 * Read the number, boolean, date or time at *S into VALUE, and advance *S. Returns false if no such
 * value is at *S.
 */
bool toml_take_scalar(const char **s, struct toml *value);

#endif
