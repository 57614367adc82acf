/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was typed to an environment, or to a clear error. */
#ifndef AVENV_PLACE_H
#define AVENV_PLACE_H

#include "core/search.h"
#include "known/context.h"

/*
 * The environment called NAME, a path or the name of a known one, or with NULL
 * the one that the working directory gives.  Returns 0, or -1 having said why
 * there is none to be used.
 */
int place_env(struct context *ctx, const char *name, struct found *found);

/*
 * NAME is a directory and no environment, and no known environment is called so: FOUND is what it
 * gives as a project. False: it gives nothing.
 */
bool place_project(struct context *ctx, const char *name, struct found *found);

/*
 * The same; but where the working directory gives none, the one that is on in
 * this shell, so that what is done without ENV is done where the shell is.
 */
int place_env_or_active(struct context *ctx, const char *name, struct found *found) NODISCARD;

/*
 * The environment called NAME, the one in the working directory first, to be
 * looked at and not to be run: whatever state it is in, and whatever the records
 * say.  With NULL the one that the working directory gives, else the one that is
 * on in this shell; a pointer is followed only where that is allowed.  Returns
 * 0, or -1 having said why there is none.
 */
int place_look(struct context *ctx, const char *name, struct venv *venv) NODISCARD;

/*
 * The path of the environment called NAME, whatever state it is in: what has a
 * slash is one, as it stands; then comes an environment of that name in the
 * working directory, which has to be allowed where a known one has it as well,
 * then a known one as `avenv list` calls it, then whatever else is here, then the one known name
 * that begins so.  NULL, having said why, where nothing goes by that name.
 */
const char *place_named(struct context *ctx, const char *name);

/*
 * NAME, as typed, from the working directory as the shell has it; NULL, having said
 * so, where NAME is relative and there is none.
 */
const char *place_from_here(const struct context *ctx, const char *name);

/*
 * PATH without links.  Its last component may lead nowhere: then it stays as it
 * is.  NULL with errno: what is above it is not there either.
 */
const char *place_real(const char *path);

/* The same, where its last component is not followed at all. */
const char *place_unfollowed(const char *path);

/* NAME, as typed, is a name at all.  Returns 0, or -1 having said why. */
int place_check_empty(const char *name) NODISCARD;

/*
 * COMMAND, "avenv recreate --undo", with the environment at PATH, a real path, as
 * its ENV; without where the directory that the shell stands in gives that one anyway.
 * In double quotes, to be printed as paste_word().
 */
const char *place_line(struct context *ctx, const char *command, const char *path);

/* What is said of the consequence, behind why: "; nothing was run". */
extern const char *place_consequence;

/*
 * Why nothing can be sought from the working directory: it was removed, whatever
 * there is by now where it was, or where it is cannot be told.  NULL where PWD,
 * what the shell says that it is, may be NULL, does for it.
 */
const char *place_lost(const char *pwd);

/* Say so where a path was needed and there is none.  Returns -1. */
int place_lost_error(void);

/* Say why FOUND is not to be used.  Returns -1. */
int place_error(const struct context *ctx, const struct found *found);

/*
 * FOUND is a link, a redirect or a list, which may have come with a clone: say that
 * it is not followed until it is allowed.  Returns -1.
 */
int place_unfollowed_error(const struct context *ctx, const struct found *found);

/*
 * PATH with ENV's directory first, and without those of the environments that
 * VIRTUAL_ENV and AVENV_ENV name.
 */
const char *place_path(const struct found *found);

#endif
