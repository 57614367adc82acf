/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `avenv doctor`: what is wrong with an environment, each with the command that mends it. Files are
 * only read, and nothing of an environment is executed.
 */
#ifndef AVENV_DOCTOR_H
#define AVENV_DOCTOR_H

#include "installed/dists.h"
#include "lookup/known.h"
#include "mend/finding.h"
#include "plan/search.h"
#include "python/python.h"

struct doctor {
	struct context *ctx;
	/** the environment; NULL: the search led to none */
	const struct venv *venv;
	/** what the search and the records say about it */
	const struct found *found;
	/** what is wrong */
	struct findings findings;
	/** `repair` has nothing to do: its Python starts */
	bool sound;
	/** what is installed */
	struct dists dists;
};

/*
 * Find all that is wrong with d->venv. Returns 0, or -1 after printing what cannot be looked at;
 * the rest is found all the same.
 */
int doctor_env(struct doctor *d) NODISCARD;

/* Find what keeps d->found from being turned on. */
void doctor_trust(struct doctor *d);

/* The command that lets FOUND be turned on; NULL: there is none. */
const char *doctor_allow_line(const struct doctor *d, const struct found *found);

/* Find what is wrong with its packages; called by doctor_env(). */
void doctor_packages(struct doctor *d);

#endif
