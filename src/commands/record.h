/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The records as the commands use them: what they record themselves, and what they say of it. */
#ifndef AVENV_RECORD_H
#define AVENV_RECORD_H

#include "command/command.h"
#include "records/slots.h"

/** The outcome of record_env() */
enum recorded {
	/** the next prompt turns it on in its project */
	RECORDED_ON,
	/** on record, but another environment comes first in its project */
	RECORDED_BEHIND,
	/** denied, and nothing was recorded; that was said */
	RECORDED_DENIED,
	/** refused, and nothing was recorded; that was said */
	RECORDED_NOT,
	/** the records could not be written; that was said */
	RECORDED_FAILED,
};

/*
 * Record the slot of the environment at ENV, which avenv just made for the user: as `avenv allow`
 * without an option would, but against no denial.
 */
enum recorded record_env(struct context *ctx, const char *env);

/*
 * The verdict of the records on the environment at ENV, a real path. Returns 0, or -1 having said
 * why there is none.
 */
int record_verdict(struct context *ctx, const char *env, enum verdict *verdict) NODISCARD;

/* Read the records. Returns 0, or -1 having said why they are not read. */
int records_load(struct context *ctx) NODISCARD;

/*
 * "'avenv allow PATH' turns it on", for the environment at PATH, a real path; or what is wrong with
 * the records, if nothing could be recorded.
 */
const char *record_remedy(struct context *ctx, const char *path);

/* Why the next prompt does not turn on ENV, and what does; NULL: it does. */
const char *record_obstacle(struct context *ctx, const char *env);

/*
 * Say when the slots NAMES of PROJECT, a real path, which are allowed now, are on; and warn if
 * PROJECT is the home directory.
 */
void record_tell(struct context *ctx, const char *project, const struct strings *names);

#endif
