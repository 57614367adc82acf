/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every command knows of its surroundings. */
#ifndef AVENV_CONTEXT_H
#define AVENV_CONTEXT_H

#include "core/settings.h"
#include "core/trust.h"

/** Exit statuses */
enum {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	/** by ^C, as shells count it */
	EXIT_INTERRUPTED = 130,
};

struct context {
	struct settings settings;
	struct trust trust;
	/** the working directory as the shell has it: $PWD where that is true; or NULL */
	const char *pwd;
	/** the same without links; NULL if it is gone or unknown */
	const char *physical;
	/** the directory of the shell, before -C; NULL if it is gone */
	const char *shell_dir;
};

#endif
