/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answer to "why not": a reason, the next command, and its effect. `allow` and all other
 * commands give the same answer for a bar.
 */
#ifndef AVENV_REFUSAL_H
#define AVENV_REFUSAL_H

#include "plan/verdict.h"
#include "print/reason.h"

/*
 * The reason against V, for the bars that `allow` may leave: a denial, no environment, other users,
 * git, and an environment that was made elsewhere. For all but a denial verdict_ask() was called.
 */
struct reason refusal_of(const struct verdict *v);

/* refusal_of() in one text; where `allow` can accept other users as well, both ways are named. */
const char *refusal_line(const struct verdict *v);

/* The `allow` that accepts all that is against V; verdict_ask() was called. */
const char *allow_line(const struct verdict *v);

/* Only groups can write: that may be meant, as in a directory that a group shares. */
bool owners_are_groups(const struct owners *o);

/*
 * The end of a sentence about the first fault of O: the chmod that ends it, and ACCEPT, quoted
 * commands that accept all faults; NULL: none do.
 */
const char *owners_advice(const struct owners *o, const char *accept);

#endif
