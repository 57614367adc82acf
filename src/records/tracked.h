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
 * Check that git does not track PATH, a real path. Returns 0, or -1 with the reason added to WHY if
 * git does, or gives no clear answer.
 */
int slot_tracked(const char *path, struct buf *why) NODISCARD;

/*
 * The command that makes git untrack ENV, a real path in a work tree; the files stay. ENV may have
 * any characters. The result is printed unchanged, as of paste_word().
 */
const char *tracked_end_line(const char *env);

#endif
