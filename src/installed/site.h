/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The site-packages of an environment and of its base Python, found by file names; no interpreter
 * is started.
 */
#ifndef AVENV_SITE_H
#define AVENV_SITE_H

#include "core/buf.h"
#include "core/venv.h"

/** The Python that the packages of an environment are for. */
struct library {
	/** the directory in lib that has site-packages: "python3.13t"; NULL: unknown */
	const char *name;
	/** "cpython" or "pypy" */
	const char *implementation;
	/** minor version, "3.13"; "": unknown */
	const char *series;
	/** "t": free-threaded; else "" */
	const char *threads;
};

/*
 * For an environment that is allowed, or that the user named: set LIBRARY by the Python that
 * bin/python leads to, if lib has its site-packages; else by pyvenv.cfg. The two differ after
 * `python -m venv` over an environment of another version.
 */
void library_of(const struct venv *venv, struct library *library);

/*
 * The name of another directory in lib of VENV than LIBRARY's that has packages: "python3.6". NULL:
 * none has. The environment is allowed, or the user named it.
 */
const char *library_other(const struct venv *venv, const struct library *library);

/*
 * The path of VENV's own site-packages. LIB is "lib"; or "lib64", which is a directory of its own
 * where virtualenv made it on Fedora.
 */
const char *site_path(const struct venv *venv, const struct library *library, const char *lib);

/* The version of VENV's Python by pyvenv.cfg or lib: "3.11.2" or "3.11". NULL: unknown. */
const char *site_version(const struct venv *venv);

/*
 * The number of distributions in VENV's own site-packages, by names of files; -1 if these cannot be
 * read. No link is followed: the environment is untrusted.
 */
int site_count(const struct venv *venv);

/* The command that installs pip into VENV. NULL: its base lacks ensurepip, as Debian's may. */
const char *ensurepip_line(const struct venv *venv);

/*
 * Add to DIRS what VENV's Python imports from with include-system-site-packages: the user's
 * site-packages, the base's, and on Debian the dist-packages.
 */
void site_base(const struct venv *venv, const struct library *library, struct strings *dirs);

#endif
