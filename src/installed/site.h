/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The directories that an environment's Python imports packages from. */
#ifndef AVENV_SITE_H
#define AVENV_SITE_H

#include "core/buf.h"
#include "core/venv.h"

/** The Python that the packages of an environment are for. */
struct library {
	/** the directory in lib that holds them: "python3.13t"; NULL: nothing says */
	const char *name;
	/** "cpython" or "pypy" */
	const char *implementation;
	/** "3.13"; "": nothing says */
	const char *series;
	/** "t": free-threaded; else "" */
	const char *threads;
};

/* By the version in pyvenv.cfg, if lib has its directory, else by the directory that lib has. */
void library_of(const struct venv *venv, struct library *library);

/*
 * The path of VENV's own site-packages. LIB is "lib"; or "lib64", which is a directory of its own
 * where virtualenv made it on Fedora.
 */
const char *site_path(const struct venv *venv, const struct library *library, const char *lib);

/* Open a directory on the import path, as Python does: through links. */
int site_open(const char *path) NODISCARD;

/* The version of VENV's Python, by its files: "3.11.2", or "3.11"; NULL: they do not say. */
const char *site_version(const struct venv *venv);

/*
 * How many distributions are in VENV's own site-packages, by names of files. That may be anybody's:
 * no link leads there.
 */
size_t site_count(const struct venv *venv);

/* Add the site-packages of VENV's base to DIRS, Debian's dist-packages included. */
void site_base(const struct venv *venv, const struct library *library, struct strings *dirs);

#endif
