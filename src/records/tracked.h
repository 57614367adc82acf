/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text about environments that git tracks. */
#ifndef AVENV_TRACKED_H
#define AVENV_TRACKED_H

#include "core/buf.h"
#include "system/git.h"

/*
 * Ask git about ENV, a real path: see git_tracks(). Unless GIT_UNTRACKED, *WHY is the answer as
 * text: "git tracks '/p/.venv/pyvenv.cfg'".
 */
enum git_tracking tracked_look(const char *env, const char **why) NODISCARD;

/*
 * Does git track what is at PATH, a real path, or give no clear answer? Unless GIT_UNTRACKED, the
 * reason is added to WHY.
 */
enum git_tracking slot_tracked(const char *path, struct buf *why) NODISCARD;

/* The line after which git reads the repository of another user that ENV is in; NULL: none is. */
const char *tracked_foreign_line(const char *env);

/*
 * The command that makes git untrack ENV, a real path in a work tree; the files stay. ENV may have
 * any characters. The result is printed unchanged, as of paste_word().
 */
const char *tracked_end_line(const char *env);

#endif
