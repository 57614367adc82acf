/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line into a shell's startup file, and out again. */
#ifndef AVENV_SETUP_H
#define AVENV_SETUP_H

#include "core/chain.h"
#include "core/settings.h"
#include "shell/shell.h"

struct setup {
	/** home is set */
	const struct settings *settings;
	const struct user *user;
	/** the program that the line starts */
	const char *program;
	/** so many files were changed */
	unsigned changed;
};

/* Put the line into SHELL's startup file and say so. Returns 0, or -1 having said why not. */
int setup_add(struct setup *s, const struct shell *shell) NODISCARD;

/* The same out of each of its startup files; the user's own lines stay. */
int setup_undo(struct setup *s, const struct shell *shell) NODISCARD;

/*
 * The command after which a shell like this one has the hook: `avenv setup`, or, where the startup
 * file loads it already, starting another shell.
 */
const char *setup_next(const struct settings *settings);

#endif
