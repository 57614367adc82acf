/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What could not be looked at.  That nothing is there is an answer; after any
 * other error nobody knows what is, and who writes something all the same may
 * take away what is in order.  The looks that lead to one decision are many, and
 * lie deep: who makes it begins, looks, and asks at the end.
 */
#ifndef AVENV_UNSEEN_H
#define AVENV_UNSEEN_H

#include "core/base.h"

/* ERR says that nothing is there, or something that is not what was looked for. */
bool unseen_is_answer(int err);

/* Nothing was missed so far. */
void unseen_begin(void);

/*
 * A look at PATH failed, errno says why: remembered, unless that is an answer.
 * Returns false, so that `return … || unseen(path)` is one line.
 */
bool unseen(const char *path);

/* "cannot look at 'PATH': REASON", of the first; NULL: all was seen. */
const char *unseen_text(void);

/* The directory DIR has a pyvenv.cfg. */
bool unseen_env(const char *dir);

#endif
