/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is a directory on a file system where each look-up may have to wait? */
#ifndef AVENV_FAR_H
#define AVENV_FAR_H

/*
 * What the file system of PATH is called, where it is on another machine or
 * served by a program: NFS, FUSE and the like.  NULL: it is not, or cannot be
 * told.  By its type and not by a clock: a busy machine or a cold disk is slow
 * once, and what is noticed is to be the same each time.
 */
const char *far_type(const char *path);

#endif
