/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/other_checkout.h"

#include "core/path.h"
#include "finders/declared_files.h"
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
	main->place = joined(w.root, found.candidate.project + strlen(w.main));
	return true;
}

const char *main_env_at(struct trust *trust, const char *dir)
{
	struct main_env main;

	if (!find_main_env(trust, dir, &main) || !streq(main.place, dir))
		return NULL;
	return trust_denies(trust, dir) ? NULL : main.path;
}

const char *new_env_command(const char *dir)
{
	const struct declared_file *file = declared_in(dir);

	return file && !file->refused ? "avenv up" : "avenv create";
}

/* The environment in the nearest directory above DIR that has one, up to TOP. NULL: none. */
static const char *env_above(struct trust *trust, const char *dir, const char *top)
{
	struct verdict found;

	do {
		dir = path_parent(dir);
		find_in(trust, dir, &found);
	} while (!found.candidate.path && !streq(dir, top));
	return found.candidate.path;
}

const char *find_left_out(struct trust *trust, const char *dir)
{
	const char *path = NULL;

	for (; !path && !streq(dir, "/"); dir = path_parent(dir)) {
		bool linked = false;
		const char *top = worktree_other_checkout(dir, &linked);

		/* The search goes on above TOP. */
		if (top) {
			path = env_above(trust, dir, top);
			dir = top;
		}
	}
	return path;
}
