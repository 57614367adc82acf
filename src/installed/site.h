/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The directories that an environment's Python imports packages from. */
#ifndef AVENV_SITE_H
#define AVENV_SITE_H

#include "core/strings.h"
#include "core/venv.h"

/*
 * Open VENV's own site-packages, through no link: its content may be anybody's. LIB is "lib"; or
 * "lib64", which is a directory of its own where virtualenv made it on Fedora. *PATH is its path,
 * or the path that failed. Returns a descriptor, or -1 with errno.
 */
int site_open(const struct venv *venv, const char *lib, const char **path) NODISCARD;

/* NAME, an entry of lib, is one of Python's: "python3.13t", "pypy3.9". */
bool site_is_library(const char *name);

/* "python3.11", the directory in lib that holds site-packages; NULL: none. */
const char *site_python(const struct venv *venv);

/* Add the site-packages of VENV's base to DIRS, Debian's dist-packages included. */
void site_base(const struct venv *venv, struct strings *dirs);

#endif
