/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why `up` would start nothing for a project: `up` and each hint that names it ask the same. */
#ifndef AVENV_WAY_UP_H
#define AVENV_WAY_UP_H

#include "declared/install.h"
#include "print/reason.h"

/*
 * The environment that is on in the working directory, if that is in P, else in P's own directory,
 * is not FOUND, which the tool of P fills. `why` is NULL: it is, or none is on.
 */
struct reason way_to_root(struct context *ctx, const struct project *p,
			  const struct verdict *found);

/*
 * Why nothing is installed into FOUND, the environment of P, allowed or not, or none:
 * - way_to_root(), unless FILES are named;
 * - a file that pip reads is missing, or is not regular;
 * - way_past_others() for the files that P's tool reads or runs. FILES: those of -r, which are read
 *   in P's place; empty or NULL: P's own;
 * - more than MOST names have to be looked at for that: READS_MAX, or less for a hint.
 * `why` is NULL: no such reason.
 */
struct reason up_refusal(struct context *ctx, const struct project *p, const struct verdict *found,
			 const struct strings *files, size_t most);

/*
 * Another user can change one of FILES, which the tool of P reads or runs for ENV, the environment
 * of P, allowed or not, or none. `why` is NULL: no such file.
 */
struct reason way_past_others(struct context *ctx, const struct project *p,
			      const struct verdict *env, const struct strings *files);

/*
 * Why pip would install nothing into the environment FOUND, or none, of the directory ROOT:
 * pip_elsewhere(), or up_refusal() for FILES, of -r, typed here. `why` is NULL: no such reason.
 */
struct reason way_to_pip(struct context *ctx, const char *root, const struct verdict *found,
			 const struct strings *files);

/* PROJECT is installed by `avenv up`; or why that would start nothing, and what comes first. */
struct reason way_to_install(struct context *ctx, const struct project *project);

/* WHY, and the command that makes the environment of PROJECT; or as way_to_install(). */
struct reason way_to_make(struct context *ctx, const char *why, const struct project *project);

#endif
