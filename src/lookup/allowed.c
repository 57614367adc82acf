/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/allowed.h"

#include "core/path.h"
#include "lookup/known.h"
#include "lookup/session.h"
#include "plan/search.h"
#include "print/msg.h"

/* A record allows the slot of PATH in the directory that is its project now, at an earlier path. */
static bool was_allowed(struct trust *trust, const char *path)
{
	struct file_info project;

	if (file_lstat(path_parent(path), &project))
		return false;
	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (!r->deny && !r->target && record_was_moved(r, &project.id, path))
			return true;
	}
	return false;
}

/* A link, a redirect or a tool's file is on record as leading to PATH, in the directory around it. */
static bool is_target(struct trust *trust, const char *path)
{
	const char *around = path_parent(path);
	struct file_info info;

	if (file_lstat(around, &info))
		return false;
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->target && streq(r->target, path) && record_leads_into(r, around, &info))
			return true;
	}
	return false;
}

bool env_is_allowed(struct context *ctx, const char *path)
{
	struct found found;

	find_at(&ctx->trust, path, false, &found);
	if (found.judgement.verdict == VERDICT_ALLOWED)
		return true;
	if (found.judgement.verdict == VERDICT_DENIED)
		return false;
	return known_tool(path) || was_allowed(&ctx->trust, path) || is_target(&ctx->trust, path);
}

int env_check_allowed(struct context *ctx, const char *path, const char *done)
{
	struct found found;

	if (env_is_allowed(ctx, path))
		return 0;
	find_at(&ctx->trust, path, false, &found);
	if (found.judgement.verdict == VERDICT_DENIED)
		return error("'%s' is denied; %s first takes that back", shown(path),
			     cmdline_quoted(ctx, "avenv forget", found.judgement.record->path));
	return error("'%s' is not allowed, so it is not %s; first %s", shown(path), done,
		     cmdline_quoted(ctx, "avenv allow", path));
}
