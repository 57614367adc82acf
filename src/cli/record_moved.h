/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on record of what lies in a directory goes along where that is moved. */
#ifndef AVENV_RECORD_MOVED_H
#define AVENV_RECORD_MOVED_H

#include "cli/record.h"

/*
 * Before FROM is moved to TO: add to CHANGE what the user denied in FROM as it
 * will lie in TO, by path alone, as nothing is there yet.
 */
void record_denied_within(struct trust *trust, const char *from, const char *to,
			  struct change *change);

/*
 * When both are there: add to CHANGE what the user said of what lies in FROM as
 * that lies in TO, and to GONE that it is forgotten in FROM.  What is allowed is
 * not where it lies now, which is said, where that is denied.
 */
void record_moved_within(struct trust *trust, const char *from, const char *to,
			 struct change *change, struct change *gone);

#endif
