/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What else turns environments on, by the user's own startup and settings files:
 * they are read as text, never executed, and no project's are.
 */
#ifndef AVENV_CLASH_H
#define AVENV_CLASH_H

#include "core/settings.h"
#include "shell/shell.h"

/* Name it, with the line that switches it off, as far as it concerns SHELL. */
void clash_tell_shell(const struct settings *settings,
		      const struct shell *shell);

/* The same for what concerns every shell. */
void clash_tell(const struct settings *settings);

#endif
