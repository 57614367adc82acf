/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the finder of an editable leads, as setuptools writes it. */
#ifndef AVENV_SOURCE_H
#define AVENV_SOURCE_H

#include <stdbool.h>

/*
 * A single module is at PATH, which has no suffix there: source, bytecode, or machine
 * code by a tag.  False as well where that cannot be told.
 */
bool source_is_module(const char *path);

#endif
