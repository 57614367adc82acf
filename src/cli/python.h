/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Interpreters: from what `-p` names to one Python, and what it says of itself
 * when it is asked the one question that we ever run it for.
 */
#ifndef AVENV_PYTHON_H
#define AVENV_PYTHON_H

#include <stdint.h>

#include "cli/command.h"

/** An interpreter that answered. */
struct python {
	/** sys._base_executable: absolute, links in it kept; never a venv's */
	const char *path;
	/** without links: the `executable` key of pyvenv.cfg */
	const char *real;
	/** the directory of `path`: the `home` key */
	const char *home;
	/** the last component of `path`: what bin's first link is called */
	const char *exe;
	/** sys.implementation.name: "cpython", "pypy" */
	const char *implementation;
	/** sys.version_info[:3] */
	int major, minor, micro;
	/** "3.11.2" and "3.11" */
	const char *version, *series;
	/** "t" for a free-threaded build of 3.13 or newer, else "" */
	const char *threads;
	/** where os.py is */
	const char *stdlib;
	/** sys.implementation.cache_tag: "cpython-311" */
	const char *cache_tag;
	/** 64 bits and not macOS: an environment has lib64 -> lib */
	bool lib64;
};

/*
 * Run PATH, absolute, with `-I -S` and a clean environment, and take what it
 * says.  Returns 0, or -1 having said why not.
 */
int python_ask(const char *path, struct python *python) NODISCARD;

/* The same gives an answer; nothing is said. */
bool python_starts(const char *path);

/* "Python" for "cpython", "PyPy" for "pypy", others as they call themselves. */
const char *python_called(const char *implementation);

/*
 * The interpreter for an environment in PROJECT, an absolute directory: the
 * one that SPEC names, as `-p` has it, or with NULL what .python-version,
 * requires-python or PATH say.  Shims are resolved; of an environment its base
 * is taken.  *WHY is what decided where SPEC is NULL and it was not PATH, to be
 * shown: "'/p/.python-version' says 3.12"; else NULL.  Returns 0, or -1 having
 * said why not.
 */
int python_pick(struct context *ctx, const char *spec, const char *project, struct python *python,
		const char **why) NODISCARD;

/*
 * The path of the interpreter that python_pick() would ask without a SPEC, as
 * far as that can be told without starting one; NULL: none.  Says nothing.
 */
const char *python_chosen(struct context *ctx, const char *project);

/*
 * What is installed, and of the major and kind that TEXT names, nearest to that; as -p
 * has it, "3.11", "pypy3.10".  NULL: nothing is.  None is started.
 */
const char *python_nearest(struct context *ctx, const char *text);

/** An interpreter that was not started: what its files say. */
struct interpreter {
	/** the most stable of its names; absolute */
	const char *path;
	/** without links */
	const char *real;
	/** where os.py is; NULL where that cannot be told */
	const char *stdlib;
	/** "system", "local", "pyenv", "uv", "conda", "opt"; else "path" */
	const char *source;
	/** what pyenv, uv and conda call it: "3.12.1", "pypy3.10-7.3.12"; or NULL */
	const char *name;
	/** "cpython", "pypy", "graalpy" */
	const char *implementation;
	/** "3.11.2", "3.14.0rc1", or "3.11" where no file says the rest; "" */
	const char *version;
	bool free_threaded;
	/** wheels of pip to seed an environment with are at hand */
	bool has_pip;
	/** PEP 668: EXTERNALLY-MANAGED stands beside its standard library */
	bool managed;
	uint64_t dev, ino;
};

struct interpreters {
	struct interpreter *list;
	size_t count, room;
};

/* All that can be found, without starting one; in the order of preference. */
void interpreters_find(struct context *ctx, struct interpreters *all);

#endif
