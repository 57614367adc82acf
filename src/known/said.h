/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The user's records by path.  Core asks each record at each directory of a
 * path, which for one environment is quick; for thousands of either it would be
 * their product.
 */
#ifndef AVENV_SAID_H
#define AVENV_SAID_H

#include "core/trust.h"

struct said {
	const struct trust *all;
	/** those that allow, by path; and those that deny */
	const struct record **allows, **denies;
	size_t allow_count, deny_count;
};

/* TRUST is loaded, and stays as it is as long as SAID is asked. */
void said_init(struct said *said, const struct trust *trust);

/*
 * A trust of those records alone that could decide about PATH, a real path, or
 * about what lies below it; not about where a pointer there leads.
 */
struct trust said_of(const struct said *said, const char *path);

#endif
