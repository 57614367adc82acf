/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Removing an environment at which other programs may work. It gets a private name first, by which
 * no other program reaches it. Then its entries are read by the descriptor that was locked and
 * compared: if one is the user's (lookup/extra_files.h), it gets its own name back, as it was. Else
 * these entries are removed, and no later ones: a program that has a directory of it open may still
 * write there, and what is left then gets its name back as well. Where the name was taken meanwhile
 * it is NAME-…, which is printed.
 */
#ifndef AVENV_TAKEN_H
#define AVENV_TAKEN_H

#include "core/base.h"

/*
 * Check that the directory PATH in PARENT can be removed: it is not a mount point, has none below
 * it, and this user can read all its directories. Returns 0, or -1 after printing why not.
 */
int taken_check(int parent, const char *path) NODISCARD;

/* Returns -1, after printing what empties it, if the directory PATH in PARENT is a mount point. */
int taken_refuse_mount(int parent, const char *path) NODISCARD;

/** The result of taken_remove() and discard() if the directory was not removed completely */
#define TAKEN_LEFT 1

/*
 * Remove the directory open as FD, whose path is now PATH in PARENT, and was PLACE, which is for
 * messages; NULL: it had no other, so that nobody has written into it. Returns 0; -1 after printing
 * why it stays, whole, at PATH; or TAKEN_LEFT, after printing what is left, and where.
 */
int taken_remove(int parent, const char *path, int fd, const char *place) NODISCARD;

/* Rename PATH in PARENT to PLACE, or to PLACE-… if that is taken. Returns its path. */
const char *taken_give_back(int parent, const char *path, const char *place);

/* The same, and print where it is if PLACE was taken. Returns -1. */
int taken_not(int parent, const char *path, const char *place);

#endif
