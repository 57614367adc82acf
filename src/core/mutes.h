/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The environments that `deactivate` turned off, each until the shell leaves its project or the
 * environment is made anew.
 */
#ifndef AVENV_MUTES_H
#define AVENV_MUTES_H

#include "core/base.h"

struct mute {
	/** two real paths */
	const char *project, *env;
	/** the environment's inode and birth time */
	const char *id;
};

struct mutes {
	struct mute *list;
	size_t count, room;
};

void mutes_add(struct mutes *mutes, const char *project, const char *env);

/* Add what an earlier mutes_add() made. */
void mutes_put(struct mutes *mutes, const struct mute *mute);

/* Drop those whose project holds neither A nor B, either of which may be NULL. */
void mutes_leave(struct mutes *mutes, const char *a, const char *b);

void mutes_remove(struct mutes *mutes, const char *env);

bool mutes_have(const struct mutes *mutes, const char *env);

#endif
