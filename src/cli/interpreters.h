/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What interpreters are told by without starting one, for python_*.c and
 * interpreters*.c: names, files, pyenv's ways, environments and their base.
 */
#ifndef AVENV_INTERPRETERS_H
#define AVENV_INTERPRETERS_H

#include "cli/python.h"
#include "core/file.h"
#include "core/strings.h"

/** What the name of a program says. */
struct python_name {
	/** "cpython", "pypy", "graalpy" */
	const char *implementation;
	/** "3.12", "3" or "" */
	const char *version;
	bool free_threaded;
};

/*
 * NAME is what an interpreter is called: "python3.12t", "pypy"; not
 * "python3-config".
 */
bool python_name_parse(const char *name, struct python_name *parsed);

/* It begins with "#!": it starts something else. */
bool python_is_script(const char *path);

/* PATH lies in an environment, as CPython would see it. */
bool python_in_env(const char *path);

/*
 * What PATH stands for: of pyenv's shim what it would start, of an
 * environment's Python its base, else PATH.  NULL where there is none; then
 * *PROBLEM says why, in words that follow PATH.
 */
const char *python_resolve(const struct context *ctx, const char *path, const char **problem);

/*
 * What the first absolute one of the links to Python in the environment at PATH,
 * open as ENV, leads to, whether that is there or not; NULL: it has none.
 */
const char *python_linked(int env, const char *path);

/*
 * All of a file of an interpreter's own, as file_slurp() has it; but it may be a
 * link where the interpreter is put together from several packages.
 */
int interpreter_slurp(const char *path, size_t max, struct text *text) NODISCARD;

/*
 * What the files of the interpreter at PATH, which python_resolve() gave, say
 * of it; but for `source`, `name` and what interpreter_read_more() adds.
 * Returns false where it is none, but a link to something else.
 */
bool interpreter_read(const char *path, struct interpreter *interpreter);

/* Complete it by `has_pip` and `managed`. */
void interpreter_read_more(struct interpreter *interpreter);

/** What has the name of an interpreter, wherever it leads. */
struct interpreter_sight {
	const char *path;
	/** as of struct interpreter */
	const char *source, *name;
};

typedef void interpreter_visitor(void *arg, const struct interpreter_sight *sight);

/* Visit all, the same one maybe by several names; only directories are opened. */
void interpreters_see(const struct context *ctx, interpreter_visitor *visit, void *arg);

/* pyenv's directory; NULL where there is no place for one. */
const char *pyenv_root(const struct context *ctx);

/*
 * The directory of the version that pyenv knows as NAME, "3.12" being the
 * newest of those; or NULL.
 */
const char *pyenv_version(const char *root, const char *name);

/* PATH is one of pyenv's shims, and what it would start here; or NULL. */
bool pyenv_is_shim(const char *path);
const char *pyenv_shim(const struct context *ctx, const char *path);

/** Names as they stand in a .python-version file. */
struct version_file {
	/** NULL: there is none */
	const char *path;
	struct strings names;
};

/* Read one.  Returns 0, or -1 with errno. */
int version_file_read(const char *path, struct version_file *file) NODISCARD;

/*
 * The path of the first file NAME from START upwards; nothing above $HOME is
 * looked at from below it.  NULL: there is none, or it is unseen().
 */
const char *python_upwards(const struct context *ctx, const char *start, const char *name);

#endif
