/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions about an environment that only a command can ask: git, the names of users. The helper
 * starts nothing and reads no user database.
 */
#ifndef AVENV_ASK_H
#define AVENV_ASK_H

#include "plan/verdict.h"
#include "system/git.h"

/*
 * Ask once about V, as far as verdict_look() could follow it, and add BAR_OTHERS, BAR_GIT and
 * BAR_BROUGHT. V->owners has all who may change it, by their names.
 */
void verdict_ask(struct trust *trust, struct verdict *v);

/* verdict_ask(), but only who may change it, once; but only git. */
void verdict_ask_owners(struct verdict *v);
void verdict_ask_git(struct verdict *v);

/* "avenv allow --shared --tracked": with the options that accept the bars LEFT. */
const char *allow_command(unsigned left);

/* ---- who else may change a path ------------------------------------------------ */

/* "'/srv' can be written to by group 'staff'" */
const char *owner_fault_line(const struct owner_fault *fault);

/*
 * The command after which others cannot write to PATH. NULL: chmod is not for it, which is no file or
 * directory of the user's, or is sticky and for everybody.
 */
const char *chmod_command(const char *path);

/*
 * The command after which the user may read PATH, or enter the directory that hides PATH. NULL: the
 * first of these that is closed belongs to another user.
 */
const char *chmod_read_command(const char *path);

/* chmod_command() for the first fault of O, and for all others that it is for. */
const char *owners_chmod(const struct owners *o);

/* ---- git ----------------------------------------------------------------------- */

/*
 * Ask git about ENV: see git_tracks(). Unless GIT_UNTRACKED, *WHY is the answer as text: "git
 * tracks '/p/.venv/pyvenv.cfg'".
 */
enum git_tracking ask_git(struct real_path env, const char **why) NODISCARD;

/*
 * The command that makes git untrack ENV in a work tree; the files stay. ENV may have any
 * characters. The result is printed unchanged, as of paste_word().
 */
const char *git_untrack_command(struct real_path env);

#endif
