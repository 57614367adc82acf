/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/other_checkout.h"

#include "core/path.h"
#include "finders/declared_files.h"
#include "plan/search.h"
#include "trust/worktree.h"

bool find_main_env(struct trust *trust, struct real_path dir, struct main_env *main)
{
	struct search search = { .trust = trust };
	struct worktree w;
	struct verdict found;
	const char *root;

	*main = (struct main_env){ .dir = dir.path };
	if (!worktree_read(dir, &w) || !worktree_is_linked(&w, 0))
		return false;
	root = w.root.path;
	find_env(&search, joined(w.main, dir.path + strlen(root)), &found);
	if (!verdict_is_usable(&found) || !path_under(found.candidate.project, w.main))
		return false;
	main->path = found.venv.path;
	main->top = root;
	main->place = real_path_kept(joined(root, found.candidate.project + strlen(w.main)));
	return true;
}

bool new_env_by_up(const char *dir)
{
	const struct declared_file *file = declared_in(dir);

	return file && !file->refused;
}

const char *new_env_command(const char *dir)
{
	return new_env_by_up(dir) ? "avenv up" : "avenv create";
}

/* The environment in the nearest directory above DIR that has one, up to TOP. NULL: none. */
static const char *env_above(struct trust *trust, struct real_path dir, const char *top)
{
	struct verdict found;

	do {
		dir = real_path_parent(dir);
		find_in(trust, dir.path, &found);
	} while (!found.candidate.path && !streq(dir.path, top));
	return found.candidate.path;
}

const char *find_left_out(struct trust *trust, struct real_path dir)
{
	const char *path = NULL;

	for (; !path && !streq(dir.path, "/"); dir = real_path_parent(dir)) {
		bool linked = false;
		const char *top = worktree_other_checkout(dir.path, &linked);

		/* The search goes on above TOP. */
		if (top) {
			path = env_above(trust, dir, top);
			dir = real_path_kept(top);
		}
	}
	return path;
}
