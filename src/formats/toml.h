/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TOML 1.0 (https://toml.io/en/v1.0.0): text is parsed into a tree of tables, arrays and values. An
 * invalid document is refused as a whole.
 */
#ifndef AVENV_TOML_H
#define AVENV_TOML_H

#include "formats/toml_tree.h"

/*
 * Parse the LEN bytes at DATA, which have a NUL at LEN. Returns the root table; NULL: the document
 * is invalid, and *LINE, counted from 1, has a fault. LINE may be NULL.
 */
const struct toml *toml_parse(const char *data, size_t len, size_t *line);

#endif
