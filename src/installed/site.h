/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The directories that an environment's Python imports packages from. */
#ifndef AVENV_SITE_H
#define AVENV_SITE_H

#include "core/buf.h"
#include "core/venv.h"

/** The Python that the packages of an environment are for. */
struct library {
	/** name of the directory in lib that has them: "python3.13t"; NULL: unknown */
	const char *name;
	/** "cpython" or "pypy" */
	const char *implementation;
	/** "3.13"; "": unknown */
	const char *series;
	/** "t": free-threaded; else "" */
	const char *threads;
};

/*
 * Set LIBRARY by the version in pyvenv.cfg if lib has its site-packages, else by the first
 * directory in lib that has one, else by the version again.
 */
void library_of(const struct venv *venv, struct library *library);

/*
 * The path of VENV's own site-packages. LIB is "lib"; or "lib64", which is a directory of its own
 * where virtualenv made it on Fedora.
 */
const char *site_path(const struct venv *venv, const struct library *library, const char *lib);

/* Open a directory on the import path, as Python does: through links. */
int site_open(const char *path) NODISCARD;

/* The version of VENV's Python, from files: "3.11.2", or "3.11"; NULL: unknown. */
const char *site_version(const struct venv *venv);

/*
 * The number of distributions in VENV's own site-packages, by names of files. No link is followed: the
 * environment may be anybody's.
 */
size_t site_count(const struct venv *venv);

/* Add the site-packages of VENV's base to DIRS, the user's and Debian's dist-packages included. */
void site_base(const struct venv *venv, const struct library *library, struct strings *dirs);

#endif
