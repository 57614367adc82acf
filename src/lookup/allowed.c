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

bool env_is_allowed(struct context *ctx, const char *path)
{
	struct found found;

	find_at(&ctx->trust, path, false, &found);
	if (found.judgement.verdict == VERDICT_ALLOWED)
		return true;
	if (found.judgement.verdict == VERDICT_DENIED)
		return false;
	if (known_tool(path) || was_allowed(&ctx->trust, path))
		return true;
	find_pwd(ctx, &found);
	return found.judgement.verdict == VERDICT_ALLOWED && found.venv.path &&
	       streq(found.venv.path, path);
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
