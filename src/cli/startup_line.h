/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines that setup writes, without their mark: made here, and told from the
 * user's own, which nobody may take for one.
 */
#ifndef AVENV_STARTUP_LINE_H
#define AVENV_STARTUP_LINE_H

#include "shell/shell.h"

/*
 * For a login file of bash: read ~/.bashrc.  Not while that is being read, and
 * not where it was, whoever did it.
 */
extern const char startup_read_bashrc[];

/*
 * Load SHELL's hook from the program WORD, quoted for it.  It does nothing, and
 * says nothing, once that is gone.
 */
const char *startup_hook_line(const struct shell *shell, const char *word);

/* LINE is one of these, as this or an earlier version writes it. */
bool startup_is_line(const char *line);

#endif
