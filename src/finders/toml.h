/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TOML, as far as one string of a file needs it. */
#ifndef AVENV_TOML_H
#define AVENV_TOML_H

#include "core/base.h"

/*
 * The string at KEY, "table.table.key", in TEXT.  NULL: it is not there, it is no string,
 * or TEXT is no TOML up to it.
 */
const char *toml_string(const char *text, const char *key);

#endif
