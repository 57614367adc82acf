/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A project as its pyproject.toml describes it: by [project] of PEP 621, else by the tables of
 * poetry.
 */
#ifndef AVENV_PROJECT_H
#define AVENV_PROJECT_H

#include "formats/toml_tree.h"

/* The project's name in ROOT, which may be NULL; NULL: none. */
const char *project_name(const struct toml *root);

/* The string by which the project in ROOT asks for Pythons; NULL: none. */
const struct toml *project_python(const struct toml *root);

/* The specifiers in ASKED, of project_python(); "": any Python. */
const char *project_python_specifiers(const struct toml *asked);

#endif
