/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is a missing directory gone, or only not seen, as on a disk that is not mounted? */
#ifndef AVENV_GONE_H
#define AVENV_GONE_H

#include <stdint.h>

#include "core/base.h"

/*
 * The directory PATH, which was there from SINCE to UNTIL (nanoseconds since the epoch; 0: unknown),
 * was certainly deleted or renamed. So it is only if the directory around it is surely the one that
 * held it, and no place for mounts: the user's own, no mount point, older than SINCE and changed
 * after UNTIL, and with another directory in it that is not empty and no mount.
 *
 * A disk that is not mounted leaves no directory, or an empty one; where disks are mounted, in
 * /media or /mnt, the directory around them is root's.
 */
bool dir_is_gone(const char *path, int64_t since, int64_t until);

#endif
