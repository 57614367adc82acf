/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * File metadata that a replacement keeps: flags (chattr), owner, group, mode, and extended
 * attributes, which include access lists, capabilities and security labels. Times are not copied.
 * An attribute that the user may not see (trusted.*) is lost.
 */
#ifndef AVENV_ATTRIBUTES_H
#define AVENV_ATTRIBUTES_H

#include "core/base.h"

/*
 * True if FD is immutable or append-only (chattr), so that it cannot be replaced or removed. Also
 * true if its flags cannot be read.
 */
bool attributes_fixed(int fd);

/*
 * Copy the flags of FROM to TO, an empty file: some flags have no effect on a file with content.
 * Errors are ignored; attributes_take() reports them.
 */
void attributes_start(int to, int from);

/*
 * Copy the other attributes of FROM to TO, whose content is complete. Returns 0, or -1 with errno.
 * *LOST then names an attribute that cannot be kept; after any other error it is unchanged.
 */
int attributes_take(int to, int from, const char **lost) NODISCARD;

#endif
