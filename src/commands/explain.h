/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decision in words: what is on, whose, why or why not, what to do. */
#ifndef AVENV_EXPLAIN_H
#define AVENV_EXPLAIN_H

#include "known/here.h"

/** A line each; none is NULL, none ends in a full stop. */
struct explanation {
	/** what is active */
	const char *active;
	/** by whom */
	const char *by;
	/** what this directory gives */
	const char *here;
	/** what says that it may be used, or not */
	const char *trust;
	/** why it is as it is, and what the next prompt does */
	const char *because;
	/** the one next command; "" where none is needed */
	const char *next;
};

void explain(const struct context *ctx, const struct here *h, struct explanation *e);

/* A short word for what happens at the next prompt, and for an outcome. */
const char *explain_action(enum action action);
const char *explain_outcome(enum outcome outcome);

/* The command, but for the path, after which others cannot write any more to what
 * FOUND was refused for. */
const char *explain_closing(const struct found *found);

/* A command that mends FOUND, which is broken, and loses nothing that still works. */
const char *explain_mending(const struct found *found);

/* The action in plain words. */
const char *explain_decision(enum action action);

#endif
