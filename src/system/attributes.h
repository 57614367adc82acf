/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All of a file but its bytes, its times and its names, for a new one in its place: flags
 * (chattr), owner, group, mode, and extended attributes, with them access lists, capabilities and
 * labels. A user without the right to see an attribute (trusted.*) cannot keep it.
 */
#ifndef AVENV_ATTRIBUTES_H
#define AVENV_ATTRIBUTES_H

#include "core/base.h"

/* What is open as FD cannot be replaced or removed: it is immutable or append-only. */
bool attributes_fixed(int fd);

/* Give TO, which is empty, the flags of FROM: some have no effect later. */
void attributes_start(int to, int from);

/*
 * Give TO, written to the end, the other attributes of FROM. Returns 0, or -1 with errno; *LOST
 * then says which of them cannot be kept, else it is left alone.
 */
int attributes_take(int to, int from, const char **lost) NODISCARD;

#endif
