/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/forget.h"

#include <errno.h>

#include "core/path.h"
#include "plan/search.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/slots.h"

bool forget_path(const struct trust *trust, const char *path, struct change *change)
{
	bool tree = false;

	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		tree |= r->tree && !r->deny && !is_of_avenv_trust(r) && streq(r->path, path);
	}
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (streq(r->path, path) || (!r->tree && (streq(path_parent(r->path), path) ||
							  (tree && path_under(r->path, path)))))
			change_drop(change, r);
	}
	return tree;
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

bool record_is_gone(const struct record *r)
{
	struct candidate c;

	if (r->deny)
		return !r->id.btime && file_exists(r->path) == 0;
	return candidate_of_record(r, &c) && file_is_missing(errno);
}
