/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/other_checkout.h"

#include "core/path.h"
#include "plan/search.h"
#include "trust/worktree.h"

bool find_main_env(struct trust *trust, const char *dir, struct main_env *main)
{
	struct search search = { .trust = trust };
	struct worktree w;
	struct verdict found;

	if (!worktree_read(dir, &w) || !worktree_is_linked(&w, 0))
		return false;
	find_env(&search, joined(w.main, dir + strlen(w.root)), &found);
	if (!verdict_is_usable(&found) || !path_under(found.candidate.project, w.main))
		return false;
	main->path = found.venv.path;
	main->project = found.candidate.project;
	main->place = joined(w.root, main->project + strlen(w.main));
	main->word = streq(path_parent(main->path), main->project) ? main->path : main->project;
	return true;
}

const char *main_env_to_copy(struct trust *trust, const char *dir)
{
	struct main_env main;
	bool there = find_main_env(trust, dir, &main) && streq(main.place, dir);

	return there && !trust_denies(trust, dir) ? main.word : NULL;
}

const char *find_left_out(struct trust *trust, const char *dir)
{
	const char *highest = NULL;
	struct verdict found;
	bool linked;

	for (; !streq(dir, "/"); dir = path_parent(dir)) {
		if (!highest) {
			highest = worktree_other_checkout(dir, &linked);
			continue;
		}
		find_in(trust, dir, &found);
		if (found.candidate.path)
			return found.candidate.path;
		if (streq(dir, highest))
			highest = NULL;
	}
	return NULL;
}
