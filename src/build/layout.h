/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing the parts of an environment other than wheels: directories, pyvenv.cfg, .gitignore, links
 * to the interpreter and activation scripts. Names, modes and bytes equal those of `python -m venv`
 * of the same interpreter.
 */
#ifndef AVENV_LAYOUT_H
#define AVENV_LAYOUT_H

#include "python/python.h"

/* The text of .gitignore, which venv writes since Python 3.13, and avenv for all versions */
#define GITIGNORE                                                                                  \
	"# Created by venv; see "                                                                  \
	"https://docs.python.org/3/library/venv.html\n"                                            \
	"*\n"

/** The options of `python -m venv`, as typed. */
struct layout_options {
	/** UTF-8 without control characters; NULL: none */
	const char *prompt;
	bool system_site, without_pip, clear, upgrade_deps;
};

/** An environment to write. */
struct layout {
	/** CPython 3.8 or newer */
	const struct python *python;
	/**
	 * final path of the environment, as os.path.abspath() returns it: absolute, clean, links
	 * not resolved; UTF-8 without control characters
	 */
	const char *target;
	struct layout_options options;
	/** permission bits of new files */
	mode_t mode;
};

/** The behaviour of an interpreter's venv module, derived from its source text. */
struct layout_rules {
	/** lib64 is a link to lib on 64-bit systems other than macOS */
	bool lib64;
	/** a site-packages for compiled modules (platlib) is created besides the pure one */
	bool platlib;
	/** headers are in include/python3.X, not include */
	bool include_series;
	/** bin has a link python3.X */
	bool versioned;
	/** bin has a link VENV_PI */
	bool pi;
	/** pyvenv.cfg has the keys `executable` and `command` */
	bool command;
	/** the prompt "." means the working directory's name */
	bool dot_prompt;
	/** templates receive the prompt without "(" and ") " */
	bool bare_prompt;
	/** values in templates are quoted (CVE-2024-9287) */
	bool quoting;
};

/* Derive RULES from venv/__init__.py in the library STDLIB. Returns 0, or -1 after printing why. */
int layout_rules_read(const char *stdlib, struct layout_rules *rules) NODISCARD;

/* Write LAYOUT below directory DIR. Returns 0, or -1 after printing why. */
int layout_write(const struct layout *layout, int dir) NODISCARD;

/*
 * site-packages of PYTHON below an environment: "lib/python3.11/site-packages"; "python3.13t" if
 * free-threaded.
 */
const char *layout_site(const struct python *python);

/* PROMPT as venv uses it: "." is replaced by the working directory's name if RULES say so. */
const char *layout_prompt(const struct layout_rules *rules, const char *prompt);

/*
 * Write the activation scripts into the directory BIN, from the templates of LAYOUT->python.
 * Returns 0, or -1 after printing why.
 */
int layout_scripts(const struct layout *layout, const struct layout_rules *rules,
		   int bin) NODISCARD;

#endif
