/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts of an environment beside the wheels: pyvenv.cfg, links to the
 * interpreter, activation scripts, directories.  Names, modes and bytes equal
 * those of `python -m venv` of the same interpreter.
 */
#ifndef AVENV_LAYOUT_H
#define AVENV_LAYOUT_H

#include "core/buf.h"
#include "python/python.h"

/* "𝜋thon", a name of Python 3.14's. */
#define LAYOUT_PI "\xf0\x9d\x9c\x8bthon"

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
	/** the environment's final path, as os.path.abspath() has it: absolute, clean,
	 * links in it kept; UTF-8 without control characters */
	const char *target;
	struct layout_options options;
	/** of a new file */
	mode_t mode;
};

/** The venv module of an interpreter, from the text of its source. */
struct layout_rules {
	/** it links lib64 to lib where that is usual: 64 bits, not macOS */
	bool lib64;
	/** it makes the directory of compiled packages beside that of pure ones */
	bool platlib;
	/** it makes include/python3.X, not include */
	bool include_series;
	/** it links bin/python3.X */
	bool versioned;
	/** it links bin/LAYOUT_PI */
	bool pi;
	/** pyvenv.cfg gets the keys `executable` and `command` */
	bool command;
	/** the prompt "." is the working directory's name */
	bool dot_prompt;
	/** the templates get the prompt without "(" and ") " */
	bool bare_prompt;
	/** it quotes the values in the templates (CVE-2024-9287) */
	bool quoting;
};

/* Read the rules of the Python with library STDLIB. Returns 0, or -1 after printing why. */
int layout_rules_read(const char *stdlib, struct layout_rules *rules) NODISCARD;

/*
 * Write it below directory DIR. A .gitignore or lib64 that exists in KEEP (a directory, or -1) is
 * not made again. Returns 0, or -1 after printing why.
 */
int layout_write(const struct layout *layout, int dir, int keep) NODISCARD;

/* "lib/python3.11/site-packages", "lib/python3.13t/site-packages". */
const char *layout_site(const struct python *python);

/* PROMPT as Python takes it: "." may be the name of the working directory. */
const char *layout_prompt(const struct layout_rules *rules, const char *prompt);

/*
 * Write the activation scripts into the directory BIN, from the templates of the Python. Returns
 * 0, or -1 after printing why.
 */
int layout_scripts(const struct layout *layout, const struct layout_rules *rules,
		   int bin) NODISCARD;

#endif
