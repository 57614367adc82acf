/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Editable installs: their sources, the links of strict editables, and installing them again. */
#ifndef AVENV_EDITABLE_H
#define AVENV_EDITABLE_H

#include "installed/dists.h"

/*
 * The project that has sources in DIR: the nearest directory, DIR or above, with pyproject.toml or
 * setup.py. NULL: none.
 */
const char *project_of_sources(const char *dir);

/* The name in the pyproject.toml of the directory PROJECT (PEP 621, or poetry's). NULL: none. */
const char *project_name(const char *project);

/*
 * The first directory that exists of those in the .pth file of the editable DIST, by the RECORD of
 * DIST; if none does, the first one. NULL: DIST has no such file.
 */
const char *editable_dir(const struct venv *venv, const struct dist *dist);

/* DIR is the directory of links to the sources that setuptools makes for a strict editable. */
bool editable_is_links(const char *dir);

/* The target of the first link in DIR that leads out of the project around DIR; NULL: none. */
const char *editable_stray(const char *dir);

/* DIR has modules of an editable that a build makes: editable_is_links(), or of ninja or CMake. */
bool editable_is_build(const char *dir);

/* The options of pip for a strict editable, with a blank before them. */
#define STRICT_OPTIONS " --no-deps --config-settings editable_mode=strict"

/*
 * The command, to be pasted, that installs the directory SOURCE as an editable into the environment
 * ENV. OPTIONS is "", or options of pip with a blank before them.
 */
const char *editable_line(const char *env, const char *options, const char *source);

/*
 * The editable that has PROJECT's name, but is installed from another directory, as in a copy of a
 * project, or in one that was moved with an environment that has no path of its own. NULL: none.
 */
const struct dist *editable_elsewhere(const struct dists *dists, const char *project);

#endif
