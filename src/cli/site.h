/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where an environment keeps what is installed in it.  What cannot be looked at on
 * the way there is unseen().
 */
#ifndef AVENV_SITE_H
#define AVENV_SITE_H

#include "core/venv.h"

/*
 * Open VENV's own site-packages, through no link: what is in there may be
 * anybody's.  *PATH is its path then.  Returns a descriptor, or -1.
 */
int site_open(const struct venv *venv, const char **path);

/*
 * The same of the one in lib64, where that is a directory of its own and not
 * the usual link.
 */
int site_open_lib64(const struct venv *venv, const char **path);

/* NAME, in lib, is called as the directory that holds it: python3.13t, pypy3.9. */
bool site_is_library(const char *name);

/* "python3.11": the directory in lib that holds it; NULL: there is none. */
const char *site_python(const struct venv *venv);

#endif
