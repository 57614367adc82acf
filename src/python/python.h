/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room python finds interpreters and chooses one for `-p` or a project. An interpreter is
 * started only to ask one question; the answer is the interpreter's version and paths.
 */
#ifndef AVENV_PYTHON_H
#define AVENV_PYTHON_H

#include "core/buf.h"
#include "formats/python_name.h"
#include "lookup/context.h"
#include "python/guess.h"
#include "system/child.h"

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

/* ---- asking one ---------------------------------------------------------- */

/** A question to an interpreter, before its answer. */
struct python_question {
	const char *path, *cookie;
	struct child child;
	/** errno if the interpreter could not be started, else 0 */
	int failed;
};

/*
 * Start the interpreter PATH, absolute, with `-I -S` and without variables that change it, to ask
 * the question. Several may run at once. QUESTION has the errno of a failure.
 */
void python_ask_begin(const char *path, struct python_question *question);

/*
 * Wait for the answer, at most 10 seconds after the start. Returns false if there is none, or no
 * valid one.
 */
bool python_ask_end(struct python_question *question, struct python *python);

/* Print why there was no answer. Returns -1. */
int python_ask_error(const struct python_question *question);

/* Ask PATH and wait. Returns 0, or -1 after printing why there was no answer. */
int python_ask(const char *path, struct python *python) NODISCARD;

/* True if avenv makes environments of PYTHON: CPython 3.8 or newer. */
bool python_is_supported(const struct python *python);

/*
 * Check that PYTHON is supported. Returns 0, or -1 after printing the interpreter's own command
 * that makes the environment DIR, as typed.
 */
int python_supported(const struct python *python, const char *dir) NODISCARD;

/* ---- choosing one -------------------------------------------------------- */

/** A choice between python_choose() and python_answer(). */
struct python_choice {
	/** guess about the first candidate, before its answer; `series` NULL: unknown */
	struct python_guess guess;

	/* ---- private to choose.c ---- */
	const struct context *ctx;
	/** argument of -p, or NULL */
	const char *typed;
	const char *project;
	/** requested name and version; `base` NULL: an interpreter by its path */
	struct python_name wanted;
	/** paths of the candidates; index of the next one to ask */
	struct strings candidates;
	size_t next;
	/** current question; the first question without an answer */
	struct python_question question, unanswered;
	/** .python-version lies above the project whose requires-python counts */
	bool outside;
	/** the version in .python-version does not fit requires-python */
	bool unfit;
	/** the candidates are those of PATH */
	bool by_path;
	/** the demand of the project's file that decides, in words; NULL: no file does */
	const char *why;
	/** requires-python, the demand in words, and its file; or NULL */
	const char *requires, *why_requires, *pyproject;
};

/*
 * Choose the interpreter for an environment in PROJECT, an absolute directory, by TYPED, the
 * argument of -p, or for NULL by .python-version, requires-python or PATH. The first candidate is
 * started without waiting for it. Returns 0, or -1 after printing why there is none.
 */
int python_choose(const struct context *ctx, const char *typed, const char *project,
		  struct python_choice *choice) NODISCARD;

/*
 * Wait for the answer; if it does not match, ask the other candidates one by one. *WHY is the
 * reason to print, "'/p/.python-version' says 3.12"; NULL after a choice by -p or PATH. Returns 0,
 * or -1 after printing that none matches.
 */
int python_answer(struct python_choice *choice, struct python *python, const char **why) NODISCARD;

/* Print that TYPED, of -p, is no version, and the words that are. Returns -1. */
int python_word_error(const char *typed);

/* ---- between choose.c and not_found.c ------------------------------------ */

/* Only requires-python limits the minor version: every installed interpreter may be the one. */
bool python_any_minor(const struct python_choice *c);

/* Print that no interpreter is what C asks for, and the argument of -p that is. Returns -1. */
int python_not_found(const struct python_choice *c);

/* ---- all of them --------------------------------------------------------- */

/** An interpreter that was found. */
struct python_found {
	struct python python;
	/** "pyenv", "uv", "conda", "system", "local", "opt"; else "path" */
	const char *source;
	/** name of the installation's directory: "3.12.1", "pypy3.10-7.3.12"; or NULL */
	const char *name;
	/** private to list.c */
	struct python_question question;
};

struct pythons {
	struct python_found *list;
	size_t count, room;
};

/*
 * Find all installed interpreters that answer and are supported: regular builds before
 * free-threaded ones, the newest first. They are asked at the same time.
 */
void pythons_find(const struct context *ctx, struct pythons *all);

#endif
