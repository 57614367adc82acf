/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The records as the commands use them: what they record themselves, and what they say of it. */
#ifndef AVENV_RECORD_H
#define AVENV_RECORD_H

#include "command/command.h"
#include "records/change.h"
#include "records/slots.h"

/** The outcome of record_env() */
enum recorded {
	/** the next prompt turns it on in its project */
	RECORDED_ON,
	/** on record, but another environment comes first in its project */
	RECORDED_BEHIND,
	/** denied or refused, and nothing was recorded; that was said */
	RECORDED_NOT,
	/** the records could not be written; that was said */
	RECORDED_FAILED,
};

/*
 * Record the slot of the environment at ENV, which avenv just made for the user: as `avenv allow`
 * without an option would, but against no denial.
 */
enum recorded record_env(struct context *ctx, const char *env);

/* Add the record for C in PROJECT, a real path, to CHANGE. Returns 0, or -1 after printing why. */
int record_slot(struct context *ctx, const char *project, const struct candidate *c,
		const struct allow_how *how, struct change *change) NODISCARD;

/*
 * The verdict of the records on the environment at ENV, a real path. Returns 0, or -1 after
 * printing why there is none.
 */
int record_verdict(struct context *ctx, const char *env, enum verdict *verdict) NODISCARD;

/* Read the records. Returns 0, or -1 after printing why they are not read. */
int records_load(struct context *ctx) NODISCARD;

/* Call ONE for each of ARGV; without arguments for NULL. Returns EXIT_FAILED if one did not return 0. */
int for_each_dir(struct context *ctx, int argc, char **argv,
		 int (*one)(struct context *ctx, const char *arg)) NODISCARD;

/* Why the next prompt does not turn on ENV, and what does; NULL: it does. */
const char *record_obstacle(struct context *ctx, const char *env);

/* Say when the slot NAME of PROJECT, a real path, which is allowed now, is on. */
void record_tell(struct context *ctx, const char *project, const char *name);

#endif
