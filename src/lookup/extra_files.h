/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files in an environment that are neither of a tool nor of a package, but the user's own: beside
 * the directories of an environment, and in these; and the commands that move files away.
 */
#ifndef AVENV_EXTRA_FILES_H
#define AVENV_EXTRA_FILES_H

#include "core/buf.h"

/*
 * Add to NAMES the entries of the environment at PATH that no tool makes and no package owns. ALSO,
 * unless NULL, is the name of one more entry that is not added. Returns 0, or -1 with errno if PATH
 * cannot be read.
 */
int extra_files(const char *path, const char *also, struct strings *names) NODISCARD;

/*
 * Check that there are no extra_files(). Returns 0, or -1 after printing the first of them, and the
 * command that moves them away.
 */
int check_extra_files(const char *path, const char *also) NODISCARD;

/*
 * Add to PATHS, relative to the environment at PATH, what no reinstallation brings back: pip's
 * clones of editables, "src", and the files that no tool makes and no package owns. Returns 0, or
 * -1 after printing the directory that cannot be read.
 */
int unowned_files(const char *path, struct strings *paths) NODISCARD;

/* The first few of NAMES, in quotes. */
const char *extra_files_text(const struct strings *names);

#endif
