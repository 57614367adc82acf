/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/search.h"

#include "core/mem.h"
#include "core/path.h"

static bool is_ceiling(const struct settings *settings, const char *dir)
{
	const char *list = settings->ceiling, *ceiling;

	while ((ceiling = settings_element(&list)))
		if (ceiling[0] == '/' && streq(path_clean(ceiling), dir))
			return true;
	return false;
}

/* Ask each finder about search->dir. */
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
 * Walk upwards from START, up to $HOME, a ceiling or the file system's end. Returns true where a
 * finder answered. HOME is compared by identity, since links may lead there.
 */
static bool walk(struct search *search, const char *start, struct candidate *c)
{
	const struct settings *settings = search->trust->settings;
	struct file_info info = { 0 }, home;
	bool below = settings->home && !file_stat(settings->home, &home);
	bool cross = file_stat(start, &info) || settings->cross;
	uint64_t dev = info.dev;

	search->dir = start;
	search->in_shell_dir = true;
	while (venv_backup_of(search->dir) || !look_here(search, c)) {
		if (streq(search->dir, "/") || (below && file_same(&info, &home)))
			return false;
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
		/* The idle test watches names below the path that the shell has. */
		const struct strings missing = search->missing;

		if (!physical || streq(start, physical) || !walk(search, physical, &c))
			c = search->unfollowed_link;
		search->missing = missing;
	}
	if (!c.path)
		return;
	find_judge(search->trust, &c, false, found);
	if (streq(c.project, start) && !c.several)
		return;
	/* A denial of START, or of what lies between it and the project, ends the search there. */
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

/* A working directory stays the same one, whatever its path leads to by now. */
bool found_holds(const char *physical, const char *start, const struct found *found,
		 struct held *held)
{
	const char *project = found->project_real;
	bool below = physical && path_under(physical, project);
	/* A deleted one still has a parent. */
	const char *way = physical ? "." : path_climb(start, found->candidate.project);
	const char *rest = below ? physical + strlen(project) : "";

	/* A look-up costs an idle prompt more than all else: one for both. */
	if ((below || !physical) && streq(path_parent(found->venv.path), project) &&
	    holds_by(held, way, joined(venv_bin(&found->venv), "/../../", rest), true))
		return true;
	/* START may lead through another file system, but a link may have led out of the project. */
	return holds_by(held, way, !physical ? project : below ? physical : start, false);
}

void find_in(struct trust *trust, const char *dir, struct found *found)
{
	struct search search = { .trust = trust };

	find_env(&search, dir, found);
	/* An answer from further up is another project's. */
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

	find_judge(trust, &c, named, found);
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
		return joined("was moved from ", path_quoted(was), ", which you allowed");
	if (by->target && leads && streq(by->target, leads))
		return joined("leads into ", path_quoted(path_parent(leads)),
			      ", which was replaced since you allowed it");
	if (by->target && leads)
		return joined("leads to ", path_quoted(leads), ", not to ", path_quoted(by->target),
			      " as you allowed");
	return "changed since you allowed it";
}
