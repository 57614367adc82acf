/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * File metadata that a replacement keeps: owner, group, mode, and extended attributes, which include
 * access lists, capabilities and security labels. Times and flags (chattr) are not copied. An
 * attribute that the user may not see (trusted.*) is lost.
 */
#ifndef AVENV_ATTRIBUTES_H
#define AVENV_ATTRIBUTES_H

#include "core/base.h"

/*
 * Copy the attributes of FROM to TO, whose content is complete. Returns 0, or -1 with errno.
 * *LOST then names an attribute that cannot be kept; after any other error it is unchanged.
 */
int attributes_take(int to, int from, const char **lost) NODISCARD;

#endif
