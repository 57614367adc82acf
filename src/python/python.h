/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room python finds installed interpreters and chooses the one that an environment is made
 * from, by the argument of -p or by the project's files. An interpreter is started only to ask for
 * its version and paths.
 */
#ifndef AVENV_PYTHON_H
#define AVENV_PYTHON_H

#include "context/context.h"
#include "core/buf.h"
#include "formats/python_name.h"
#include "python/guess.h"
#include "system/child.h"

/** The first version of CPython of which environments are made */
#define PYTHON_OLDEST "3.8"

/** An interpreter that answered. */
struct python {
	/** sys._base_executable: absolute, links kept; never in an environment */
	const char *path;
	/** `path` without links: the `executable` key of pyvenv.cfg */
	const char *real;
	/** the directory of `path`: the `home` key */
	const char *home;
	/** the last component of `path`: the name of the first link in bin */
	const char *exe;
	/** sys.implementation.name: "cpython", "pypy" */
	const char *implementation;
	/** sys.version_info[:3], "3.11.2", without a pre-release suffix; and "3.11" */
	const char *version, *series;
	/** "t" for a free-threaded build of 3.13 or newer, else "" */
	const char *threads;
	/** the directory of the standard library */
	const char *stdlib;
	/** a 64-bit build, not on macOS: an environment has lib64 -> lib */
	bool lib64;
};

/* ---- asking an interpreter ----------------------------------------------- */

/** A question to the interpreter at `path`, until its answer is read. */
struct python_question {
	const char *path, *cookie;
	struct child child;
	/** errno if the interpreter could not be started, else 0 */
	int failed;
};

/*
 * Start the interpreter at PATH, an absolute path, to run CODE with ARG, which may be NULL: with
 * `-I -S` and without PYTHON* variables, so that no module comes from the working directory or from
 * a variable. No other function starts one to learn something. Returns 0, or -1 with errno.
 */
int python_start(struct child *child, const char *path, const char *code,
		 const char *arg) NODISCARD;

/*
 * Ask the interpreter at PATH, an absolute path, by python_start(). Several questions may run at
 * once. QUESTION->failed has the errno of a failure.
 */
void python_ask_begin(const char *path, struct python_question *question);

/*
 * Wait for the answer until 10 seconds after the start. Returns false if the interpreter gave no
 * answer, or an invalid one.
 */
bool python_ask_end(struct python_question *question, struct python *python);

/* Print why QUESTION got no answer. Returns -1. */
int python_ask_error(const struct python_question *question);

/* Ask the interpreter at PATH. Returns 0, or -1 after printing why it gave no answer. */
int python_ask(const char *path, struct python *python) NODISCARD;

/* True if avenv makes environments of PYTHON: CPython 3.8 or newer. */
bool python_is_supported(const struct python *python);

/*
 * Check that PYTHON is supported. Returns 0, or -1 after printing an error; if nothing is at DIR, a
 * path as typed, with the command of that interpreter that makes an environment there.
 */
int python_check(const struct python *python, const char *dir) NODISCARD;

/* ---- choosing an interpreter --------------------------------------------- */

/** A choice between python_choose() and python_answer(). */
struct python_choice {
	/** facts from the name of the first candidate, until it answers; `series` NULL: unknown */
	struct python_guess guess;

	/* ---- private to choose.c ---- */
	const struct context *ctx;
	/** argument of -p, or NULL */
	const char *typed;
	const char *project;
	/** requested name and version; `base` NULL: an interpreter by its path */
	struct python_name wanted;
	/** paths of the candidates */
	struct strings candidates;
	/** index of the next candidate to ask */
	size_t next;
	/** the current question */
	struct python_question question;
	/** the first question that got no answer */
	struct python_question unanswered;
	/** .python-version lies above the directory of pyproject.toml */
	bool version_file_above;
	/** no version satisfies both .python-version and requires-python */
	bool conflict;
	/** neither -p nor .python-version decides: the candidates are the interpreters of PATH */
	bool path_var_decides;
	/** the demand of the file that decides, "'/p/.python-version' says 3.12"; NULL: none */
	const char *why;
	/** requires-python, the demand in words, and the path of pyproject.toml; or NULL */
	const char *requires, *why_requires, *pyproject;
};

/*
 * List the candidates for an environment in PROJECT, an absolute path, and start the first one
 * without waiting for its answer. TYPED is the argument of -p; if it is NULL, .python-version,
 * requires-python and PATH decide. Returns 0, or -1 after printing why there is no candidate.
 */
int python_choose(const struct context *ctx, const char *typed, const char *project,
		  struct python_choice *choice) NODISCARD;

/*
 * Set PYTHON to the first candidate whose answer matches; the others are asked one by one. *WHY is
 * the demand of the project's file, to be printed; NULL after a choice by -p or PATH. Returns 0, or
 * -1 after printing that no interpreter matches.
 */
int python_answer(struct python_choice *choice, struct python *python, const char **why) NODISCARD;

/* Print that TYPED, the argument of -p, is no version, and examples. Returns -1. */
int python_word_error(const char *typed);

/* ---- between choose.c and not_found.c ------------------------------------ */

/* Print that no interpreter is what C asks for, and another argument of -p. Returns -1. */
int python_not_found(const struct python_choice *c);

/* ---- all interpreters ---------------------------------------------------- */

/** An installed interpreter. */
struct python_installed {
	struct python python;
	/** "pyenv", "uv", "conda", "system", "local", "opt"; else "path" */
	const char *source;
	/** private to list.c */
	struct python_question question;
};

struct pythons {
	struct python_installed *list;
	size_t count, room;
};

/*
 * Set ALL to the installed interpreters that answer and are supported: regular builds before
 * free-threaded ones, the newest first. All are asked at the same time.
 */
void pythons_find(const struct context *ctx, struct pythons *all);

/*
 * The series, "3.12", of the first interpreter of which SPECIFIERS accept each release, for -p. Its
 * name tells, and nothing is started. NULL: there is none.
 */
const char *python_series_for(const struct context *ctx, const char *specifiers);

#endif
