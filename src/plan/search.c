/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/search.h"

#include "core/path.h"
#include "trust/worktree.h"

static bool is_ceiling(const struct settings *settings, const char *dir)
{
	const char *list = settings->ceiling, *ceiling;

	while ((ceiling = settings_element(&list)))
		if (ceiling[0] == '/' && streq(path_clean(ceiling), dir))
			return true;
	return false;
}

/* Try each finder on search->dir. */
static bool look_here(struct search *search, struct candidate *c)
{
	for (const struct finder *const *finder = finders; *finder; finder++)
		if (finder_look(*finder, search, c))
			return true;
	return false;
}

/*
 * Search START and the directories above it, up to $HOME, a ceiling or the end of the file system.
 * Returns true if a finder answered. $HOME is compared by identity, since START may contain links.
 */
static bool walk(struct search *search, const char *start, struct candidate *c)
{
	const struct settings *settings = search->trust->settings;
	struct file_info info = { 0 }, home;
	bool has_home = false, cross = settings->cross;
	uint64_t dev = 0;
	/* The highest other checkout above a linked worktree: left out, as is all below it */
	const char *other = NULL;

	search->dir = start;
	search->in_shell_dir = true;
	while (other || !look_here(search, c)) {
		/* The limits are looked up after START, which is most often the project. */
		if (search->in_shell_dir) {
			has_home = settings->home && !file_stat(settings->home, &home);
			/* The file system of START is unknown: search in others, too. */
			if (file_stat(start, &info))
				cross = true;
			dev = info.dev;
		}
		if (streq(search->dir, "/") || (has_home && file_same(&info, &home)))
			return false;
		if (!other)
			other = worktree_other_checkout(search->dir, &search->linked);
		else if (streq(other, search->dir))
			other = NULL;
		search->dir = path_parent(search->dir);
		search->in_shell_dir = false;
		if (is_ceiling(settings, search->dir))
			return false;
		/* INFO is compared with that of $HOME in the next turn. */
		if ((file_stat(search->dir, &info) || info.dev != dev) && !cross)
			return false;
	}
	return true;
}

/* Search from START, then from search->physical. C->path is NULL if no finder answered. */
static void find_candidate(struct search *search, const char *start, struct candidate *c)
{
	const char *physical = search->physical.path;
	struct strings missing;

	if (walk(search, start, c))
		return;
	/* The idle test watches names below START, the shell's logical path. */
	missing = search->missing;
	/* The last resort is a link that no record allows to follow. */
	if (!physical || streq(start, physical) || !walk(search, physical, c))
		*c = search->unfollowed_link;
	search->missing = missing;
}

void find_env(struct search *search, const char *start, struct verdict *found)
{
	const struct record *denial;
	struct candidate c;

	*found = (struct verdict){ 0 };
	find_candidate(search, start, &c);
	if (!c.path)
		return;
	verdict_look(search->trust, &c, 0, found);
	/* The records were not asked about several candidates. */
	if (streq(c.project, start) && !c.several)
		return;
	/* A denial of START, or of a directory from there to the project, ends the search. */
	denial = trust_denies(search->trust, start);
	if (denial) {
		bool of_project = found->project.path && streq(denial->path, found->project.path);

		found->word = of_project ? WORD_DENIED_ITSELF : WORD_DENIED;
		found->record = denial;
		found->bars |= of_project ? BAR_DENIED_ITSELF : BAR_DENIED;
	}
}

/* Set ANCHOR. Returns whether both paths refer to one directory. */
static bool try_anchor(struct anchor *anchor, const char *relative, const char *absolute,
		       bool has_env)
{
	anchor->relative = relative;
	anchor->absolute = absolute;
	anchor->has_env = has_env;
	return relative && file_same_at(relative, absolute);
}

/* The working directory remains the same one, even if its path refers to another by now. */
bool anchor_set(struct anchor *anchor, struct real_path physical, const char *start,
		const struct verdict *found)
{
	const char *project = found->project.path;
	bool inside = physical.path && path_under(physical.path, project);
	/* If the shell's directory was deleted, "." is of no use, but ".." still works. */
	const char *relative = physical.path ? "." : path_climb(start, found->candidate.project);
	const char *rest = inside ? physical.path + strlen(project) : "";

	/* A link to a redirect file does not lead to the environment itself. */
	if (found->candidate.pointer == POINTER_LINK && !found->candidate.tool &&
	    file_same_at(found->candidate.path, found->venv.path))
		anchor->link = found->candidate.path;
	/*
	 * PROJECT/.venv/bin/../../REST fails if the environment or the project goes away. Two paths
	 * would cost a second look-up, the most expensive part of the idle test.
	 */
	if ((inside || !physical.path) && streq(path_parent(found->venv.path), project) &&
	    try_anchor(anchor, relative, joined(venv_bin(&found->venv), "/../../", rest), true))
		return true;
	if (!physical.path)
		return try_anchor(anchor, relative, project, false);
	/*
	 * START may contain links to another file system. It is needed if such a link leads out of
	 * the project.
	 */
	return try_anchor(anchor, relative, inside ? physical.path : start, false);
}

void find_in(struct trust *trust, const char *dir, struct verdict *found)
{
	struct search search = { .trust = trust };

	find_env(&search, dir, found);
	/* An answer from a directory above is another project's. */
	if (found->candidate.project && !streq(found->candidate.project, dir))
		*found = (struct verdict){ 0 };
}

void find_at(struct trust *trust, const char *path, bool named, struct verdict *found)
{
	const struct candidate c = {
		.path = path,
		.name = path_base(path),
		.project = path_parent(path),
	};

	verdict_look(trust, &c, named ? BY_NAME : 0, found);
}
