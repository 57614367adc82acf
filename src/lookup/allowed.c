/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/allowed.h"

#include "core/path.h"
#include "lookup/known.h"
#include "plan/search.h"

/* A record allows the slot of PATH in the directory that is its project now, at an earlier path. */
static bool was_allowed(struct trust *trust, struct real_path path)
{
	struct file_info project;

	if (file_lstat(path_parent(path.path), &project))
		return false;
	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (!r->deny && !r->target && record_was_moved(r, &project.id, path.path))
			return true;
	}
	return false;
}

bool env_is_allowed(struct trust *trust, struct real_path path)
{
	struct verdict found;

	find_at(trust, path.path, false, &found);
	if (found.word == WORD_ALLOWED)
		return true;
	if (found.word >= WORD_DENIED_ITSELF)
		return false;
	return known_tool(path) || was_allowed(trust, path) || trust_leads_to(trust, path);
}
