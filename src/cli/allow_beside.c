/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the record of a project would allow beside the environment that is meant. */
#include <errno.h>

#include "cli/allow.h"
#include "core/path.h"
#include "core/pointer.h"

#include "core/banned.h"

/* What leads nowhere may lead somewhere tomorrow. */
static bool is_env_or_lost(const char *path, const char *env)
{
	struct file_info info;
	struct chain chain;

	if (chain_of(path, &chain))
		return true;
	if (streq(chain.path, env))
		return false;
	return !file_lstat(path_join(chain.path, "pyvenv.cfg"), &info) ||
	       !file_is_missing(errno);
}

/* C, which answers in the project, is or leads to another one than ENV. */
static bool is_other(struct search *search, struct candidate *c,
		     const char *env)
{
	return (c->pointer && pointer_follow(search, c, NULL)) ||
	       is_env_or_lost(c->path, env);
}

/* One of the names of AVENV_NAMES, of which only a directory, or a link to one, counts. */
static bool is_named(const struct search *search, const char *name,
		     const char *env)
{
	const char *path = path_join(search->dir, name);
	struct file_info info;

	return file_lstat(path, &info) ? !file_is_missing(errno) :
					 is_env_or_lost(path, env);
}

const char *allow_beside(struct context *ctx, const char *project,
			 const char *env)
{
	struct search search = { .trust = &ctx->trust, .dir = project };
	const struct finder *const finders[] = { &find_dotvenv, &find_list };
	const char *list = ctx->settings.names, *name;

	for (size_t i = 0; i < ARRAY_SIZE(finders); i++) {
		struct candidate c = { 0 };

		if (finders[i]->look(&search, &c) && is_other(&search, &c, env))
			return path_join(project, finders[i]->name);
	}
	while ((name = settings_element(&list)))
		if (*name && is_named(&search, name, env))
			return path_join(project, name);
	return NULL;
}
