/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records that `forget` drops, and the records that still cover a path after that. */
#ifndef AVENV_FORGET_H
#define AVENV_FORGET_H

#include "records/change.h"

/*
 * Drop the records of PATH itself: of its slots, of its tree, and its denial. Returns true if a
 * tree was allowed there: records that it led to stay.
 */
bool forget_path(const struct trust *trust, const char *path, struct change *change);

/* Drop the records of PATH and of everything below it. */
void forget_below(const struct trust *trust, const char *path, struct change *change);

/*
 * What R is of is certainly gone: its slot, or the environment to which a tool's file leads, in a
 * directory that is still the recorded one; or its directory, by dir_is_gone(). False for a denial
 * by identity: its directory may have been moved.
 */
bool record_is_gone(const struct record *r);

/* "; '~/src' is still denied", if the record of a tree still covers PATH; else "" */
const char *still_covered(struct trust *trust, const char *path);

#endif
