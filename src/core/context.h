/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The surroundings of a command: settings, records and directories. */
#ifndef AVENV_CONTEXT_H
#define AVENV_CONTEXT_H

#include "core/settings.h"
#include "core/trust.h"

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
