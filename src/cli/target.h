/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `allow`, `deny` and `forget` are told of: a project or an environment. */
#ifndef AVENV_TARGET_H
#define AVENV_TARGET_H

#include "cli/command.h"
#include "core/chain.h"

struct target {
	/** its real path */
	struct chain chain;
	/** as it was named, absolute; NULL: by its real path */
	const char *way;
	/** an environment that no record of a project covers, not a project */
	bool env;
	/**
	 * the environment that the shell stands in, a real path, where a link leads to
	 * that which answers in the project; or NULL
	 */
	const char *led;
};

/*
 * The environment that the working directory lies in, else the project that it
 * belongs to, else that directory.
 * Returns 0, or -1 having said why not.
 */
int target_here(struct context *ctx, struct target *target) NODISCARD;

/*
 * What ARG names: a directory, as a project; an environment; or, for one of
 * the names that a project's record covers, its project.  Returns 0, or -1
 * having said why not.
 */
int target_named(struct context *ctx, const char *arg, struct target *target) NODISCARD;

/* The directory ARG, whatever is in it. */
int target_dir(const char *arg, struct target *target) NODISCARD;

/*
 * What is meant where ARG is typed: with TREE, that very directory; NULL: what
 * the shell stands in.
 */
int target_typed(struct context *ctx, const char *arg, bool tree, struct target *target) NODISCARD;

/*
 * PATH is a link that answers in PROJECT, a real path: it speaks of where it stands,
 * whose record it needs.
 */
bool target_leads(struct context *ctx, const char *path, const char *project);

/* DIR, a real path, is $HOME or /: a record of it would cover nearly all. */
bool target_is_home(const struct settings *settings, const char *dir);

#endif
