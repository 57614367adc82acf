/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `pip check` would complain about. */
#ifndef AVENV_UNMET_H
#define AVENV_UNMET_H

#include "cli/needs.h"

/** A requirement that is not met. */
struct unmet {
	/** whose it is */
	const struct dist *of;
	/** as pip writes it, with its marker; as it stands there where it is none */
	const char *requirement;
	/** what is required, normalized; NULL: it is no requirement */
	const char *name;
	/** what is there in a version that does not match; NULL: nothing */
	const struct dist *there;
};

struct unmets {
	struct unmet *list;
	size_t count, room;
};

/*
 * Find them all, as `pip check` orders them: what is missing, then what
 * conflicts, each in the order of DISTS; last what is no requirement, one for
 * each distribution.
 */
void unmet_find(const struct dists *dists, const struct marker_env *env, struct unmets *unmets);

/*
 * As `pip check` says it: "a 1.0 requires b, which is not installed."  Names and
 * versions are those of the metadata: not yet fit for a terminal.
 */
const char *unmet_text(const struct unmet *unmet);

#endif
