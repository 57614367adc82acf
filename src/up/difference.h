/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An environment that differs from its project's files, and the command that is printed then. */
#ifndef AVENV_DIFFERENCE_H
#define AVENV_DIFFERENCE_H

#include "declared/declared.h"
#include "plan/search.h"
#include "print/reason.h"

/*
 * Set OWN to the environment of PROJECT, that of this directory, which may have a fault; or to none.
 * Returns whether `up` fills another environment than HERE.
 */
bool up_fills_other(struct context *ctx, const struct project *project, const struct verdict *here,
		    struct verdict *own);

/*
 * Compare the environment FOUND, unasked, with what its project declares, PROJECT or its own: no
 * link is followed, no more than 8 MiB are read, and nothing in the home directory itself or on a
 * network file system, or if up_fills_other(). Returns whether packages differ; then C is set.
 */
bool declared_differs(struct context *ctx, const struct project *project,
		      const struct verdict *found, struct comparison *c);

/*
 * The command that installs what C->files declare, to be typed where the shell is: `avenv up` if
 * that does it. *MISSING is why it would start nothing. NULL: no one command installs them here,
 * no Python is found that they ask for, or the environment may not be on, as *MISSING says.
 */
const char *declared_command(struct context *ctx, const struct comparison *c,
			     struct reason *missing);

/*
 * Why the project's tool would not install into the environment of C; `why` is NULL: it does, or
 * that may not be on.
 */
struct reason declared_elsewhere(struct context *ctx, const struct comparison *c);

/* The command of C if it is one of avenv's, and its tool is there; else NULL. */
const char *declared_up(struct context *ctx, const struct comparison *c);

/* The words behind 'avenv check' where C is summarized: "lists them" */
const char *declared_check_does(const struct comparison *c);

/*
 * The command of the tool that tells if the lock file, which C has read, fits the project's file.
 * NULL: no lock file of a tool was read, the tool is not on PATH, or the environment may not be on.
 */
const char *declared_question(struct context *ctx, const struct comparison *c);

#endif
