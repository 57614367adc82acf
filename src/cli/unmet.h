/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `pip check` would complain about. */
#ifndef AVENV_UNMET_H
#define AVENV_UNMET_H

#include "installed/needs.h"

/** A requirement that is not met. */
struct unmet {
	/** the distribution that requires */
	const struct dist *of;
	/** in its plain form, or as it is written where it is not valid */
	const char *requirement;
	/** the normalized name of what is required; NULL: the requirement is not valid */
	const char *name;
	/** the distribution in a version that does not match; NULL: not installed */
	const struct dist *there;
};

struct unmets {
	struct unmet *list;
	size_t count, room;
};

/* Find all requirements that are not met, in the order of DISTS. */
void unmet_find(const struct dists *dists, const struct marker_env *env, struct unmets *unmets);

/* In the words of `pip check`; not escaped for a terminal. */
const char *unmet_text(const struct unmet *unmet);

#endif
