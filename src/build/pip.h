/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running the pip of an environment, and the command that runs it. */
#ifndef AVENV_PIP_H
#define AVENV_PIP_H

#include "context/context.h"

/*
 * Run `EXE -I -m pip` with ARGS, a list ended by NULL, in the environment at ENV, with the
 * variables of `avenv run`; the caller has called pip_elsewhere(). EXE is a name in ENV/bin. pip
 * prints on standard error. Returns 0, pip's exit status, or -1 after an error was printed.
 */
int pip_run(const char *env, const char *exe, const char *const *args) NODISCARD;

/* The command, to be pasted, by which the pip of PYTHON, a path, installs what FILES list. */
const char *pip_line(const struct context *ctx, const char *python, const struct strings *files);

/*
 * Check that each of FILES, arguments of pip's -r, is readable or a URL, without install_refusal().
 * Returns 0, or -1 after printing why.
 */
int pip_check_files(const struct context *ctx, const struct strings *files) NODISCARD;

#endif
