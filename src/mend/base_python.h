/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interpreter that an environment is built upon: whether it is there, and another one. */
#ifndef AVENV_BASE_PYTHON_H
#define AVENV_BASE_PYTHON_H

#include "core/trust.h"
#include "core/venv.h"
#include "mend/finding.h"
#include "python/python.h"

/** The Python that the packages of an environment are for: of lib/python3.11. */
struct library {
	/** "cpython"; NULL: nothing says */
	const char *implementation;
	/** "3.11" */
	const char *series;
	/** "t": free-threaded; else "" */
	const char *threads;
	/** errno of base_fits() where it could not look; else 0 */
	int error;
};

void library_of(const struct venv *venv, struct library *library);

/** The base of an environment. */
struct base {
	const struct venv *venv;
	/** the environment, open */
	int dir;
	/** where it was; NULL: it was not moved */
	const char *old_path;
	const struct python_from *from;
	const struct user *user;

	/* ---- after base_find() ---- */
	struct library library;
	/** the interpreter that bin/python leads to; NULL: to none */
	const char *old;
	/** the one that it is to lead to; NULL: there is none */
	const char *path;
	struct python_guess guess;
	/** "3.11.9", or NULL where that is not known */
	const char *version;
	/** `path` is not the old one */
	bool changed;
};

/*
 * The path that the links of the environment open as DIR have for its Python, whether that is
 * there or not; NULL: they lead nowhere else.
 */
const char *base_linked(int dir);

/*
 * Find the base, or another one of the same minor version on PATH or where Pythons are. No
 * interpreter that only the environment names is started. Returns 0, or -1 having said that nobody
 * knows.
 */
int base_find(struct base *base) NODISCARD;

/* The interpreter at PATH is of LIBRARY. It is not started. */
bool base_fits(struct library *library, const char *path, struct python_guess *guess);

/* BIN, a directory, has such an interpreter. */
bool base_in(struct library *library, const char *bin);

/* A name of Python in bin is a file that does not start Python here; or NULL. */
const char *base_bad_copy(const struct base *base);

/*
 * Have the names of Python in bin, links, and pyvenv.cfg lead to BASE. What does not is added to
 * FINDINGS; with DRY nothing is written. Returns 0, or -1 having said what cannot be done.
 */
int base_link(const struct base *base, bool dry, struct findings *findings) NODISCARD;
int base_cfg(const struct base *base, bool dry, struct findings *findings) NODISCARD;

#endif
