/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The only programs that making an environment starts, beside the question to
 * the interpreter: pip where something is to be installed, compileall, and the
 * venv of interpreters that are not made natively.  What they print comes on
 * standard error.
 */
#ifndef AVENV_PIP_H
#define AVENV_PIP_H

#include "cli/python.h"

/** The environment that pip installs into. */
struct pip {
	/** its path as it lies now, and what its Python is called */
	const char *env, *exe;
	/** a descriptor that pip keeps open, and with it its lock; or -1 */
	int hold;
};

/*
 * FILE as pip is to be given it, wherever it is started: absolute, or a URL.
 * NULL, having said so, where it cannot be read.
 */
const char *pip_file(const struct context *ctx, const char *file);

/*
 * Run `pip install` with ARGS, a list ended by NULL, as if PIP's environment
 * were active.  The user's index and network settings count (pip.conf and
 * the PIP_* of these), but no other PIP_* and no PYTHON*; nor a pip.conf that
 * would install elsewhere, unless it is the environment's own or PIP_CONFIG_FILE
 * names it.  ^C reaches pip from the terminal; a signal to this process alone waits for pip.
 * Returns 0, or -1 where it failed, which was then said.
 */
int pip_install(const struct pip *pip, const char *const *args) NODISCARD;

/* Run `pip uninstall` for NAMES, a list ended by NULL, the same way. */
int pip_uninstall(const struct pip *pip, const char *const *names) NODISCARD;

/*
 * Compile all modules below SITE, as if it lay at AS.  Returns 0, or -1 having
 * said why not.
 */
int pip_compile(const struct python *python, const char *site, const char *as) NODISCARD;

/*
 * Run `PYTHON -m venv` with FLAGS, a list ended by NULL, the directory last.
 * Returns 0, or -1 where it failed, which it has then said itself.
 */
int pip_venv(const struct python *python, int hold, const char *const *flags) NODISCARD;

#endif
