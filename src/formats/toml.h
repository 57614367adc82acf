/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TOML 1.0, as far as tools write it. */
#ifndef AVENV_TOML_H
#define AVENV_TOML_H

#include "core/base.h"

/*
 * The string at KEY, "table.key", in TEXT, which is TOML as tools write it: "[table]", and below it
 * a line 'key = "string"'. NULL: it is not there, or is written in another way: in several lines,
 * with escapes, by quoted or dotted keys.
 */
const char *toml_string(const char *text, const char *key);

#endif
