/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of `avenv allow`, and what other commands say of it. */
#ifndef AVENV_ALLOW_H
#define AVENV_ALLOW_H

#include "command/command.h"
#include "records/slots.h"

/*
 * `avenv allow` of the environment at PATH, a real path, would be refused, as HOW says it:
 * the reason is added to WHY.
 */
bool allow_refuses(struct context *ctx, const char *path, const struct allow_how *how,
		   struct buf *why);

/*
 * "COMMAND DOES", where COMMAND is the `avenv allow` for the environment at PATH, a real
 * path, and DOES "turns it on"; but what is wrong with the records, where they are not read:
 * then nothing is recorded, either.
 */
const char *allow_remedy(struct context *ctx, const char *path, const char *does);

/* Say what the slots SLOTS of PROJECT, a real path and recorded just now, do. */
void allow_tell(struct context *ctx, const char *project, const struct strings *slots);

/* Say that PATH is denied still, which what was done might be thought to end. */
void allow_tell_denied(const char *path);

/* Say that ENV is on in PROJECT where that was not the user's own word. */
void allow_tell_from_now(const char *env, const char *project);

/* PROJECT is $HOME: say that what is allowed there is on everywhere in it. */
void allow_tell_home(const struct context *ctx, const char *project);

/* Read the records. Returns 0, or -1 having said why they are not read. */
int allow_load(struct context *ctx) NODISCARD;

/* The ways of `avenv allow` that do something else; each an exit status. */
int allow_list(struct context *ctx, bool json);
int allow_found(struct context *ctx, const struct allow_how *how, int argc, char **argv);

/*
 * For the hook: ENV was sourced by the user, or with SEEN is new in an allowed tree. Where
 * something speaks against it there is silence, as nobody asked.
 */
int allow_quietly(struct context *ctx, const char *env, bool seen);

#endif
