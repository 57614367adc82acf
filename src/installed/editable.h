/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Editable installs: `pip install -e ~/web` leaves the sources in ~/web, and Python imports them
 * from there. Which project do sources belong to, and which command installs them again? Three
 * kinds:
 *
 *	a .pth file in site-packages with the line "/home/ann/web/src"
 *	setuptools, strict: the .pth file names ~/web/build/__editable__.web-1.0-py3-none-any,
 *	a directory of links to the sources
 *	meson-python, scikit-build-core: modules that ninja or CMake builds in a directory of ~/web
 */
#ifndef AVENV_EDITABLE_H
#define AVENV_EDITABLE_H

#include "formats/toml.h"
#include "installed/dists.h"
#include "print/reason.h"

/*
 * The project that has sources in DIR: the nearest directory, DIR or above, with pyproject.toml or
 * setup.py. NULL: none.
 */
const char *project_of_sources(const char *dir);

struct reason;

/*
 * The editable that has the name of the project of VENV is installed from another directory: the
 * project is a copy, or was moved with its environment. `why` is NULL: it is not.
 */
struct reason editable_elsewhere(const struct venv *venv);

/* DIR is the directory of links that setuptools makes for a strict editable. */
bool editable_is_links(const char *dir);

/* A build makes the modules in DIR, which is in a project: links, or files of ninja or CMake. */
bool editable_is_build(const char *dir);

/* The options of pip for a strict editable, with a blank before them. */
#define STRICT_OPTIONS " --no-deps --config-settings editable_mode=strict"

/*
 * The command, to be pasted, that installs the directory SOURCE as an editable into the environment
 * ENV, by pip, or by uv where ENV has no pip and uv is on PATH. OPTIONS is "", or options of pip
 * with a blank before them.
 */
const char *editable_line(const char *env, const char *options, const char *source);

#endif
