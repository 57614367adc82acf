/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of the user's own beside the directories of an environment, and the command that moves them
 * away.
 */
#ifndef AVENV_EXTRA_FILES_H
#define AVENV_EXTRA_FILES_H

#include "core/buf.h"

/*
 * Set NAMES to the entries of the environment at PATH that no tool makes and no package owns.
 * Returns 0, or -1 with errno if PATH cannot be read.
 */
int extra_files(const char *path, struct strings *names) NODISCARD;

/*
 * Check that there are no extra_files(). Returns 0, or -1 after printing the first of them, and the
 * command that moves them away.
 */
int check_extra_files(const char *path) NODISCARD;

/*
 * The same for NAMES, the entries of the environment at PATH that is open as DIR, right before they
 * are removed. pipenv's empty directory is removed at once, by rmdir(2), which refuses it if another
 * program has made a file in it by then, and is taken out of NAMES.
 */
int take_names(int dir, const char *path, struct strings *names) NODISCARD;

/* What is printed of NAMES, extra_files() of PATH. */
const char *extra_files_text(const char *path, const struct strings *names);

#endif
