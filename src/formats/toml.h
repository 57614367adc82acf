/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading TOML 1.0 (https://toml.io/en/v1.0.0). A document becomes a tree of tables, arrays and
 * values, in which a caller finds a value, or goes through a list:
 *
 *	root = toml_parse(data, len, &line);
 *	name = toml_string_at(root, "project.name");
 *	for (e = toml_first(toml_at(root, "project.dependencies")); e; e = e->next)
 *		if (e->type == TOML_STRING)
 *			use(e->text);
 *
 * toml_tree.h describes `struct toml` and these functions; toml_file.h reads files.
 */
#ifndef AVENV_TOML_H
#define AVENV_TOML_H

#include "formats/toml_tree.h"

/*
 * Parse the LEN bytes at DATA, which have a NUL at LEN. Returns the root table. NULL: the document
 * is invalid, is refused as a whole, and has a fault in *LINE, counted from 1. LINE may be NULL.
 */
const struct toml *toml_parse(const char *data, size_t len, size_t *line);

#endif
