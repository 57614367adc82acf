/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/search.h"

#include "core/escape.h"
#include "core/mem.h"
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
	for (const struct finder *const *finder = finders; *finder; finder++) {
		*c = (struct candidate){ .project = search->dir };
		if ((*finder)->look(search, c))
			return true;
	}
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
	bool below = false, cross = settings->cross;
	uint64_t dev = 0;
	/* The highest directory that is left out: no environment of another checkout */
	const char *other = NULL;

	search->dir = start;
	search->in_shell_dir = true;
	while (other || !look_here(search, c)) {
		/* The limits are looked up after START, which is most often the project. */
		if (search->in_shell_dir) {
			below = settings->home && !file_stat(settings->home, &home);
			cross |= file_stat(start, &info) != 0;
			dev = info.dev;
		}
		if (streq(search->dir, "/") || (below && file_same(&info, &home)))
			return false;
		if (!other)
			other = worktree_other_checkout(search->dir, &search->linked);
		else if (streq(other, search->dir))
			other = NULL;
		search->dir = path_parent(search->dir);
		search->in_shell_dir = false;
		if (is_ceiling(settings, search->dir))
			return false;
		if ((file_stat(search->dir, &info) || info.dev != dev) && !cross)
			return false;
	}
	return true;
}

void find_env(struct search *search, const char *start, struct found *found)
{
	const char *physical = search->physical;
	const struct record *no;
	struct candidate c;

	*found = (struct found){ 0 };
	if (!walk(search, start, &c)) {
		/* The idle test watches names below START, the shell's logical path. */
		const struct strings missing = search->missing;

		if (!physical || streq(start, physical) || !walk(search, physical, &c))
			c = search->unfollowed_link;
		search->missing = missing;
	}
	if (!c.path)
		return;
	check_env(search->trust, &c, false, found);
	if (streq(c.project, start) && !c.several)
		return;
	/*
	 * A denial of START, or of a directory between it and the project, ends the search there.
	 */
	no = trust_denies(search->trust, start);
	if (no) {
		found->judgement = (struct judgement){ VERDICT_DENIED, no };
		found->outcome = FIND_DENIED;
	}
}

static bool holds_by(struct held *held, const char *way, const char *path, bool by_env)
{
	*held = (struct held){ way, path, by_env };
	return way && file_same_at(way, path);
}

/* The working directory remains the same one, even if its path refers to another by now. */
bool found_holds(const char *physical, const char *start, const struct found *found,
		 struct held *held)
{
	const char *project = found->project_real;
	bool below = physical && path_under(physical, project);
	/* A deleted directory still has a parent. */
	const char *way = physical ? "." : path_climb(start, found->candidate.project);
	const char *rest = below ? physical + strlen(project) : "";

	/*
	 * A look-up is the most expensive part of the idle test: one is enough for environment and
	 * project.
	 */
	if ((below || !physical) && streq(path_parent(found->venv.path), project) &&
	    holds_by(held, way, joined(venv_bin(&found->venv), "/../../", rest), true))
		return true;
	/*
	 * Prefer PHYSICAL: START may contain links to another file system. START is needed if such
	 * a link refers to a directory outside of the project.
	 */
	return holds_by(held, way, !physical ? project : below ? physical : start, false);
}

void find_in(struct trust *trust, const char *dir, struct found *found)
{
	struct search search = { .trust = trust };

	find_env(&search, dir, found);
	/* An answer from a directory above is another project's. */
	if (found->candidate.project && !streq(found->candidate.project, dir))
		*found = (struct found){ 0 };
}

void find_at(struct trust *trust, const char *path, bool named, struct found *found)
{
	const struct candidate c = {
		.path = path,
		.name = path_base(path),
		.project = path_parent(path),
	};

	check_env(trust, &c, named, found);
}

const char *found_name(const struct found *found)
{
	const struct candidate *c = &found->candidate;

	return c->tool && found->venv.path ? path_base(found->venv.path) : c->name;
}

const char *found_changed(const struct found *found)
{
	const struct record *by = found->judgement.record;
	const char *was = path_parent(by->path), *leads = found->venv.path;

	if (!streq(was, found->project_real))
		return joined("was moved from ", escape_quoted(was), ", which you allowed");
	if (by->target && leads && streq(by->target, leads))
		return joined("leads into ", escape_quoted(path_parent(leads)),
			      ", which was replaced since you allowed it");
	if (by->target && leads)
		return joined("leads to ", escape_quoted(leads), ", not to ",
			      escape_quoted(by->target), " as you allowed");
	return "changed since you allowed it";
}
