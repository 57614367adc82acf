/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Interpreters: which Python `-p` or a project asks for, which are installed, and the one
 * question that each of them is asked.
 */
#ifndef AVENV_PYTHON_H
#define AVENV_PYTHON_H

#include "core/buf.h"
#include "core/context.h"
#include "formats/python_name.h"
#include "python/guess.h"
#include "system/child.h"

/** An interpreter that answered. */
struct python {
	/** sys._base_executable: absolute, its links kept; never an environment's */
	const char *path;
	/** without links: the `executable` key of pyvenv.cfg */
	const char *real;
	/** the directory of `path`: the `home` key */
	const char *home;
	/** the last component of `path`: the name of the first link in bin */
	const char *exe;
	/** sys.implementation.name: "cpython", "pypy" */
	const char *implementation;
	/** sys.version_info[:3], "3.11.2", also of a pre-release; and "3.11" */
	const char *version, *series;
	/** "t" for a free-threaded build of 3.13 or newer, else "" */
	const char *threads;
	/** the directory of the standard library */
	const char *stdlib;
	/** 64 bits and not macOS: an environment has lib64 -> lib */
	bool lib64;
};

/* ---- asking one ---------------------------------------------------------- */

/** An interpreter that is being asked. */
struct python_question {
	const char *path, *cookie;
	struct child child;
	/** errno, if the interpreter could not be started */
	int failed;
};

/* Start PATH, absolute, with `-I -S` and a clean environment. Several may run at once. */
void python_ask_begin(const char *path, struct python_question *question);

/* Wait for the answer. False: there is none. */
bool python_ask_end(struct python_question *question, struct python *python);

/* Print why there was no answer. Returns -1. */
int python_ask_error(const struct python_question *question);

/* Ask PATH and wait. Returns 0, or -1 after printing why there was no answer. */
int python_ask(const char *path, struct python *python) NODISCARD;

/* avenv makes environments of PYTHON: CPython 3.8 or newer. */
bool python_is_supported(const struct python *python);

/*
 * Check that. Returns 0, or -1 having named the interpreter's own command for the environment
 * DIR, as typed.
 */
int python_supported(const struct python *python, const char *dir) NODISCARD;

/* ---- choosing one -------------------------------------------------------- */

/** A choice between python_choose() and python_answer(). */
struct python_choice {
	/** the first candidate, before it has answered; `series` NULL: nothing is known */
	struct python_guess guess;

	/* ---- for choose.c ---- */
	const struct context *ctx;
	/** the argument of -p, or NULL */
	const char *typed;
	const char *project;
	/** what is asked for; `base` NULL: any version of what was typed */
	struct python_name wanted;
	/** paths, and the next one to be asked */
	struct strings candidates;
	size_t next;
	/** the candidate that is being asked, and the first one that gave no answer */
	struct python_question question, unanswered;
	/** .python-version; and its lines that were not tried; NULL: none */
	const char *version_file, *lines;
	/** .python-version does not belong to the project whose requires-python counts */
	bool outside;
	/** a Python that it asks for is not one that requires-python allows */
	bool unfit;
	/** it says that PATH may decide; PATH and requires-python decide */
	bool on_path, by_path;
	/** what a file of the project asks for, in words: its first line, and the last that was tried; or NULL */
	const char *first, *why;
	/** requires-python, and that in words; or NULL */
	const char *requires, *why_requires;
};

/*
 * Choose the interpreter for an environment in PROJECT, an absolute directory: TYPED, as -p has
 * it, or with NULL as .python-version, requires-python or PATH say. The first candidate is
 * started, and not waited for. Returns 0, or -1 after printing why there is none.
 */
int python_choose(const struct context *ctx, const char *typed, const char *project,
		  struct python_choice *choice) NODISCARD;

/*
 * Wait for the answer; if it does not fit, ask the other candidates one by one. *WHY is the reason
 * to be shown, "'/p/.python-version' says 3.12"; NULL: it was -p or PATH. Returns 0, or -1 after
 * printing that none fits.
 */
int python_answer(struct python_choice *choice, struct python *python, const char **why) NODISCARD;

/* ---- between choose.c and not_found.c ------------------------------------ */

/* C asks for a range of versions: all interpreters are looked at. */
bool python_is_range(const struct python_choice *c);

/* Print that no interpreter is what C asks for, and the argument of -p that is. Returns -1. */
int python_not_found(const struct python_choice *c);

/* ---- all of them --------------------------------------------------------- */

/** An interpreter that was found. */
struct python_found {
	struct python python;
	/** "pyenv", "uv", "conda", "system", "local", "opt"; else "path" */
	const char *source;
	/** the installation's directory: "3.12.1", "pypy3.10-7.3.12"; NULL: it has no name */
	const char *name;
	/** for list.c */
	struct python_question question;
};

struct pythons {
	struct python_found *list;
	size_t count, room;
};

/*
 * All installed interpreters that answer and are supported, the newest first. They are asked at
 * the same time.
 */
void pythons_find(const struct context *ctx, struct pythons *all);

#endif
