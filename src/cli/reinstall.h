/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an environment that is recreated has installed again, and how pip is told:
 * of the same minor all that is there, pinned and without dependencies; of another
 * one what was requested, held to the versions that are there; or what files list.
 */
#ifndef AVENV_REINSTALL_H
#define AVENV_REINSTALL_H

#include "cli/dist.h"
#include "cli/pip.h"

struct reinstall_how {
	/** of requirements, absolute or URLs, up to a NULL; NULL: what is there */
	const char *const *files;
	/** wheels are taken from this directory alone, absolute; NULL: from
	 * wherever the user's settings say */
	const char *wheels;
};

/** Owned by reinstall.c but for what is described here. */
struct reinstall {
	const struct reinstall_how *how;
	const struct python *to;
	/** what the old one has */
	struct dists dists;
	/** something is to be installed, so that pip is needed */
	bool any;
};

/*
 * Plan what is to be installed into an environment of TO that takes the place of
 * OLD.  Nothing is written, nothing of OLD is run.  Returns 0; or -1 having said
 * what cannot be installed again: missing sources, "@ file:" of other machines,
 * versions that pip takes no more.
 */
int reinstall_plan(struct context *ctx, const struct venv *old,
		   const struct python *to, const struct reinstall_how *how,
		   struct reinstall *plan) NODISCARD;

/*
 * Have PIP, whose environment was just made and has a pip in it, install what is
 * in PLAN, its own version last.  Returns 0, or -1 having said what failed; also
 * where stage_interrupted().
 */
int reinstall_run(const struct reinstall *plan,
		  const struct pip *pip) NODISCARD;

/*
 * Make what is noted of each distribution in PIP's environment as it was:
 * REQUESTED, INSTALLER, and their RECORD rows; and see that all is there that PLAN
 * has, in its version.  Returns 0, or -1 having said what is not.
 */
int reinstall_finish(const struct reinstall *plan,
		     const struct pip *pip) NODISCARD;

#endif
