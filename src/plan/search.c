/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/search.h"

#include "core/path.h"
#include "trust/worktree.h"

static bool is_ceiling(const struct settings *settings, const char *dir)
{
	const char *list = settings->ceiling, *ceiling;

	while ((ceiling = settings_element(&list)))
		if (ceiling[0] == '/' &&
		    (streq(path_clean(ceiling), dir) || file_same_at(ceiling, dir)))
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

/** How far up a search goes */
struct limits {
	const struct settings *settings;
	/** $HOME, by identity, as the search may begin below a link; all zero: none */
	struct file_info home;
	/** the file system of the first directory; others may follow */
	uint64_t dev;
	bool cross;
	/** the directory that was entered last is $HOME */
	bool at_home;
};

/* Enter DIR, the first directory or the one above the last. Returns false if it is too far up. */
static bool limits_enter(struct limits *limits, const char *dir, bool first)
{
	const struct settings *settings = limits->settings;
	struct file_info info = { 0 };
	bool unknown = file_stat(dir, &info);

	if (first) {
		if (settings->home && file_stat(settings->home, &limits->home))
			limits->home = (struct file_info){ 0 };
		limits->dev = info.dev;
		/* Its file system is unknown: search in others, too. */
		limits->cross = settings->cross || unknown;
	}
	limits->at_home = !unknown && file_same(&info, &limits->home);
	return limits->cross || (!unknown && info.dev == limits->dev);
}

/*
 * Search START and the directories above it, up to and including $HOME; a ceiling and another file
 * system are not entered. Returns true if a finder answered.
 */
static bool walk(struct search *search, const char *start, struct candidate *c)
{
	struct limits limits = { .settings = search->trust->settings };
	/* The highest other checkout above a linked worktree: left out, as is all below it */
	const char *other = NULL;

	search->dir = start;
	search->in_shell_dir = true;
	for (;;) {
		if (!other && look_here(search, c))
			return true;
		/* The limits are looked up after START, which is most often the project. */
		if (search->in_shell_dir)
			(void)limits_enter(&limits, start, true);
		if (limits.at_home || streq(search->dir, "/"))
			return false;
		if (!other)
			other = worktree_other_checkout(search->dir, &search->linked);
		else if (streq(other, search->dir))
			other = NULL;
		search->dir = path_parent(search->dir);
		search->in_shell_dir = false;
		if (is_ceiling(limits.settings, search->dir) ||
		    !limits_enter(&limits, search->dir, false))
			return false;
	}
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

/* Set FOUND to the verdict on C, the answer for START; C->path is NULL: there is none. */
static void judge(struct trust *trust, const char *start, const struct candidate *c,
		  struct verdict *found)
{
	const struct record *denial;

	*found = (struct verdict){ 0 };
	if (!c->path)
		return;
	verdict_look(trust, c, 0, found);
	/* The records were not asked about several candidates: verdict_look() leaves them out. */
	if (streq(c->project, start) && !c->several)
		return;
	/* A denial of START, or of a directory from there to the project, ends the search. */
	denial = trust_denial_of(trust, start);
	if (denial) {
		/* verdict_look() has asked whether it is of the project or the environment. */
		bool of_itself = found->word == WORD_DENIED_ITSELF &&
				 streq(denial->path, found->record->path);

		found->word = of_itself ? WORD_DENIED_ITSELF : WORD_DENIED;
		found->record = denial;
		found->bars |= of_itself ? BAR_DENIED_ITSELF : BAR_DENIED;
	}
}

void find_env(struct search *search, const char *start, struct verdict *found)
{
	struct candidate c;

	find_candidate(search, start, &c);
	judge(search->trust, start, &c, found);
}

/*
 * The working directory remains the same one, even if its path refers to another by now.
 *
 * PHYSICAL     relative   absolute
 * in PROJECT   .          PHYSICAL
 * elsewhere    .          START, with the link that leads out of the project
 * unknown      ../..      PROJECT; "." is of no use in a directory that was deleted
 */
bool anchor_set(struct anchor *anchor, struct real_path physical, const char *start,
		const struct verdict *found)
{
	const char *project = found->project.path, *at = physical.path;
	bool inside = !at || path_under(at, project);

	/* A link to a redirect file does not lead to the environment itself. */
	if (found->candidate.pointer == POINTER_LINK && !found->candidate.tool &&
	    file_same_at(found->candidate.path, found->venv.path))
		anchor->link = found->candidate.path;
	anchor->has_env = inside && streq(path_parent(found->venv.path), project);
	anchor->relative = at ? "." : path_climb(start, found->candidate.project);
	anchor->absolute = !at ? project : inside ? at : start;
	return anchor->relative && file_same_at(anchor->relative, anchor->absolute);
}

void find_in(struct trust *trust, const char *dir, struct verdict *found)
{
	struct search search = { .trust = trust, .dir = dir, .in_shell_dir = true };
	struct candidate c;

	if (!look_here(&search, &c))
		c = search.unfollowed_link;
	/* DIR itself is an environment: that is of the directory above. */
	else if (!streq(c.project, dir))
		c.path = NULL;
	judge(trust, dir, &c, found);
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
