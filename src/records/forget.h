/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records that `forget` drops, and the records that still cover a path after that. */
#ifndef AVENV_FORGET_H
#define AVENV_FORGET_H

#include "records/change.h"

/*
 * Drop the records of PATH and of the slots in it; if a record allows PATH as a tree, also of slots
 * below it. Returns whether one does.
 */
bool forget_path(const struct trust *trust, const char *path, struct change *change);

/* Drop the records of all paths that are missing. */
void forget_missing(const struct trust *trust, struct change *change);

/* "; '~/src' is still denied", for the record of a tree that covers PATH; or "" */
const char *still_covered(struct trust *trust, const char *path);

#endif
