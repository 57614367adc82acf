/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TOML, as far as tools write it: "[table]", and below it a line 'key = "string"'. */
#ifndef AVENV_TOML_H
#define AVENV_TOML_H

#include "core/base.h"

/*
 * The string at KEY, "table.key", in TEXT.  NULL: it is not there, or is written in another
 * way than above: in several lines, with escapes, by quoted or dotted keys.
 */
const char *toml_string(const char *text, const char *key);

#endif
