/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an environment consists of but for the wheels: pyvenv.cfg, links or
 * copies of the interpreter, activation scripts, directories.  The same
 * directories, names, modes and bytes as `python -m venv` of that very
 * interpreter makes.
 */
#ifndef AVENV_LAYOUT_H
#define AVENV_LAYOUT_H

#include "cli/python.h"
#include "core/buf.h"

/** What `python -m venv` would be told. */
struct layout {
	const struct python *python;
	/** where it will be, as os.path.abspath() has it: absolute, clean,
	 * links in it kept; UTF-8 without control characters */
	const char *target;
	/** --prompt as typed, the same way UTF-8; NULL: none */
	const char *prompt;
	/** the base's site-packages can be imported */
	bool system_site;
	bool copies;
	bool with_pip;
	bool clear, upgrade, upgrade_deps;
	/** a .gitignore, where that interpreter makes one */
	bool scm_ignore;
};

/*
 * Lay it out below directory DIR.  What is there in KEEP (a directory, or -1)
 * of .gitignore and lib64 is not made anew; with layout->upgrade nor are the
 * activation scripts.  Returns 0, or -1 having said why not.
 */
int layout_write(const struct layout *layout, int dir, int keep) NODISCARD;

/* "lib/python3.11/site-packages", "lib/python3.13t/site-packages". */
const char *layout_site(const struct python *python);

/* The text of pyvenv.cfg. */
void layout_cfg(const struct layout *layout, struct buf *out);

/*
 * The prompt that PYTHON takes PROMPT for: since 3.9 "." is the name of the
 * working directory.
 */
const char *layout_prompt(const struct python *python, const char *prompt);

/*
 * The activation scripts of PYTHON, filled in for TARGET and PROMPT (as typed;
 * NULL: none): calls WRITE for each with its name, text and mode, until one
 * returns non-zero, which is then returned.  Returns -1 having said so where
 * PYTHON has none.
 */
int layout_scripts(const struct python *python, const char *target, const char *prompt,
		   int (*write)(void *arg, const char *name, const struct buf *text, mode_t mode),
		   void *arg) NODISCARD;

/* TEXT means itself in a shell: Python's shlex.quote() puts no quotes around it. */
bool layout_is_plain(const char *text);

/* PYTHON is 3.MINOR or newer. */
static inline bool layout_since(const struct python *python, int minor)
{
	return python->major > 3 || (python->major == 3 && python->minor >= minor);
}

#endif
