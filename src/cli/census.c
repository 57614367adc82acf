/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/census.h"

#include "cli/allow.h"
#include "cli/envs.h"
#include "cli/target.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"

#include "core/banned.h"

enum {
	/** directories that are looked into: of those that the user named, and
	 * of those that he did not */
	NAMED_MAX = 200000,
	USUAL_MAX = 20000,
};

static void tell(const char *dir, const struct found_count *n)
{
	const char *cut = n->cut_short ? ", and not all was searched" : "";

	if (n->open)
		note("%zu found below '%s'%s; %s trusts "
		     "exactly these",
		     n->open, shown(dir), cut, paste_command("avenv allow --found", dir));
	else if (n->allowed)
		note("%zu found below '%s'%s, all allowed already", n->allowed, shown(dir), cut);
}

static int count_named(struct context *ctx, const struct strings *dirs)
{
	int ret = 0;

	for (size_t i = 0; i < dirs->count; i++) {
		struct found_count n = { .dirs_max = NAMED_MAX };
		struct target target;

		if (target_dir(dirs->list[i], &target)) {
			ret = -1;
			continue;
		}
		allow_count(ctx, target.chain.path, &n);
		tell(target.chain.path, &n);
		if (!n.open && !n.allowed)
			note("none found below '%s'%s", shown(target.chain.path),
			     n.cut_short ? ", but not all was searched" : "");
	}
	return ret;
}

static void count_usual(struct context *ctx)
{
	static const char *const names[] = {
		"src", "source", "code",      "Code", "projects", "Projects",  "dev",
		"Dev", "work",   "workspace", "git",  "repos",    "Developer", "PycharmProjects",
	};
	struct found_count n = { .dirs_max = USUAL_MAX };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct chain chain;

		if (chain_of(path_join(ctx->settings.home, names[i]), &chain))
			continue;
		allow_count(ctx, chain.path, &n);
		tell(chain.path, &n);
	}
}

static void count_stores(struct context *ctx)
{
	struct envs envs;
	size_t count = 0;

	envs_find(ctx, &envs);
	for (size_t i = 0; i < envs.count; i++)
		count += !envs.list[i].project;
	if (count)
		note("%zu found where other tools keep them; 'avenv list' shows "
		     "them, and 'avenv use ENV' gives one to a project",
		     count);
}

int census_tell(struct context *ctx, const struct strings *dirs)
{
	int ret = 0;

	if (msg_quiet)
		return 0;
	if (dirs->count)
		ret = count_named(ctx, dirs);
	else
		count_usual(ctx);
	count_stores(ctx);
	return ret;
}
