/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the user switched off by `deactivate`: pairs of a project and an
 * environment that stays off until the shell leaves that project.
 *
 * A shell keeps the list as text: each path followed by two slashes, which no
 * clean path contains.
 */
#ifndef AVENV_MUTES_H
#define AVENV_MUTES_H

#include "core/base.h"

struct mute {
	const char *project, *env;
};

struct mutes {
	struct mute *list;
	size_t count, room;
};

/* From text; what is not a list of absolute paths is left out. */
void mutes_parse(struct mutes *mutes, const char *text);

/* Back to text; "" for none. */
const char *mutes_format(const struct mutes *mutes);

void mutes_add(struct mutes *mutes, const char *project, const char *env);

/* Drop those whose project holds neither A nor B, either of which may be NULL. */
void mutes_leave(struct mutes *mutes, const char *a, const char *b);

void mutes_remove(struct mutes *mutes, const char *env);

bool mutes_have(const struct mutes *mutes, const char *env);

#endif
