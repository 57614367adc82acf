/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `pip check` would complain about. */
#ifndef AVENV_UNMET_H
#define AVENV_UNMET_H

#include "cli/dist.h"
#include "cli/requirement.h"

/** A requirement that is not met. */
struct unmet {
	/** whose it is */
	const struct dist *of;
	/** as it stands there, without its marker */
	const char *requirement;
	/** what is required */
	const char *name;
	/** what is there in a version that does not match; NULL: nothing */
	const struct dist *there;
};

struct unmets {
	struct unmet *list;
	size_t count, room;
};

/* Find them all, in the order of DISTS. */
void unmet_find(const struct dists *dists, const struct marker_env *env,
		struct unmets *unmets);

/* As `pip check` says it: "a 1.0 requires b, which is not installed." */
const char *unmet_text(const struct unmet *unmet);

#endif
