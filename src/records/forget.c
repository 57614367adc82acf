/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/forget.h"

#include <errno.h>

#include "core/path.h"
#include "plan/search.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/slots.h"
#include "system/gone.h"

bool forget_path(const struct trust *trust, const char *path, struct change *change)
{
	bool tree = false;

	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (!streq(r->path, path) && (r->tree || !streq(path_parent(r->path), path)))
			continue;
		tree |= r->tree && !r->deny && !is_of_avenv_trust(r);
		change_drop(change, r);
	}
	return tree;
}

void forget_below(const struct trust *trust, const char *path, struct change *change)
{
	for (size_t i = 0; i < trust->count; i++)
		if (path_under(trust->records[i].path, path))
			change_drop(change, &trust->records[i]);
}

/* "; '~/src' covers it …", if PATH is in a worktree of an allowed main checkout '~/src'; or "" */
static const char *covered_by_main(struct trust *trust, const char *path)
{
	const char *dirs[] = { path, path_parent(path) };
	struct verdict found;

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		find_in(trust, dirs[i], &found);
		if (found.word == WORD_COVERED && !found.record->tree)
			return formatted("; '%s' covers it, and %s makes an exception",
					 shown(found.record->path),
					 paste_for_quoted("avenv deny", path));
	}
	return "";
}

const char *still_covered(struct trust *trust, const char *path)
{
	/* The denial of another place of the same directory, too */
	const struct record *denial = trust_denial_of(trust, path);

	if (denial)
		return formatted("; '%s' is still denied", shown(denial->path));
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->tree && path_under(path, r->path))
			return r->deny ? formatted("; '%s' is still denied", shown(r->path)) :
					 formatted("; '%s' is still allowed with all below, and "
						   "%s makes an exception",
						   shown(r->path),
						   paste_for_quoted("avenv deny", path));
	}
	return covered_by_main(trust, path);
}

/* Of the slot of R the project, or the directory around the target of a tool's file, is still there. */
static bool is_around(const struct record *r, bool has_slot)
{
	const char *around = path_parent(has_slot ? r->target : r->path);
	struct file_info info;

	if (file_lstat(around, &info))
		return false;
	return has_slot ? identity_holds(&r->target_id, around, &info.id) :
			  record_is_of(r, around, &info);
}

bool record_is_gone(const struct record *r)
{
	struct candidate c;
	bool has_slot;

	if (r->tree)
		return !(r->deny && r->id.btime) && dir_is_gone(r->path, r->since, r->since);
	if (!candidate_of_record(r, &c) || !file_is_missing(errno))
		return false;
	has_slot = file_exists(r->path) > 0;
	return is_around(r, has_slot) ||
	       (!has_slot && dir_is_gone(path_parent(r->path), r->since, r->since));
}
