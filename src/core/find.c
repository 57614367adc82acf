/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/find.h"

#include <errno.h>

#include "core/judge.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** how many directories the walk goes up; PATH_MAX has room for more */
	LEVELS_MAX = 256,
};

static bool is_new_name(const struct search *search, const char *name)
{
	for (const char **n = search->names; *n; n++)
		if (streq(name, *n))
			return false;
	return true;
}

static void split_names(struct search *search)
{
	const char *list = search->trust->settings->names, *name;
	size_t n = 1;

	for (const char *p = list; *p; p++)
		n += *p == ':';
	search->names = mem_array(n + 1, sizeof(*search->names));
	n = 0;
	while ((name = settings_next_name(&list)))
		if (is_new_name(search, name))
			search->names[n++] = name;
}

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
	trace_add(search->trace, TRACE_DIR, search->dir, false, NULL);
	for (const struct finder *const *finder = finders; *finder; finder++) {
		bool answered;

		if ((*finder)->used && !(*finder)->used(search))
			continue;
		*c = (struct candidate){ .project = search->dir };
		answered = (*finder)->look(search, c);
		trace_add(search->trace, TRACE_LOOK, (*finder)->name, answered,
			  answered ? (c->target ? c->target : c->path) : NULL);
		if (answered)
			return true;
	}
	return false;
}

/*
 * Why the walk from below does not enter search->dir; NULL: it does, unless it
 * cannot be looked at, because of *ERR.  INFO is what it is.
 */
static const char *stop_before(const struct search *search, const struct file_info *first,
			       struct file_info *info, int *err)
{
	bool cross = search->trust->settings->cross || !first->dev;

	if (is_ceiling(search->trust->settings, search->dir))
		return "a directory of AVENV_CEILING";
	if (file_stat(search->dir, info)) {
		info->dev = 0;
		*err = cross ? 0 : errno;
	} else if (!cross && info->dev != first->dev) {
		return "another file system (AVENV_CROSS=1 goes on)";
	}
	return NULL;
}

/** Where a walk ends: by its path, and where `info` is known by any other. */
struct home {
	const char *path;
	struct file_info info;
};

static bool is_home(const struct home *home, const char *dir, const struct file_info *info)
{
	return home->path &&
	       (streq(dir, home->path) || (home->info.dev && file_same(info, &home->info)));
}

/* Walk upwards from START; true where a finder answered. */
static bool walk(struct search *search, const char *start, const struct home *home,
		 struct candidate *c)
{
	struct file_info first = { 0 }, info;
	const char *why = NULL;
	size_t len = strlen(start);
	int err = 0;

	if (file_stat(start, &first))
		first.dev = 0;
	info = first;
	search->dir = start;
	search->own = true;
	for (size_t levels = 1;; levels++) {
		if (look_here(search, c))
			return true;
		if (levels == LEVELS_MAX)
			why = "more than 256 directories up";
		if (is_home(home, search->dir, &info))
			why = "the home directory";
		len = path_parent_len(start, len);
		if (!len || why)
			break;
		search->dir = mem_dup(start, len);
		search->own = false;
		why = stop_before(search, &first, &info, &err);
		if (err)
			return search_blind(search, c, ".", err);
		if (why)
			break;
	}
	trace_add(search->trace, TRACE_STOP, search->dir, true, why ? why : "the root");
	return false;
}

/* It may be reached by another path, as where HOME is a link. */
static void look_home(struct home *home)
{
	if (home->path && file_stat(home->path, &home->info))
		home->info.dev = 0;
}

/* A denial of START, or of what lies between it and the project, ends the search there. */
static void check_denied(struct search *search, const char *start, struct found *found)
{
	struct trust *trust = search->trust;
	const struct record *no = NULL;
	struct chain chain;

	for (size_t i = 0; i < trust->count && !no; i++)
		no = trust->records[i].deny ? &trust->records[i] : NULL;
	no = no && !chain_of(start, &chain) ? trust_denies(trust, &chain) : NULL;
	if (!no)
		return;
	found->judgement = (struct judgement){ VERDICT_DENIED, no };
	found->outcome = FIND_DENIED;
}

void find_env(struct search *search, const char *start, const char *physical, struct found *found)
{
	struct home home = { .path = search->trust->settings->home };
	bool below = home.path && path_under(start, home.path);

	*found = (struct found){ 0 };
	if (physical)
		search->physical = physical;
	split_names(search);
	if (!below)
		look_home(&home);
	if (!walk(search, start, &home, &found->candidate)) {
		size_t missing = search->missing_count;

		if (physical && streq(start, physical))
			physical = NULL;
		if (physical && below)
			look_home(&home);
		if (!physical || !walk(search, physical, &home, &found->candidate))
			found->candidate = search->maybe;
		/* What the idle test watches is where the shell says it is. */
		search->missing_count = missing;
	}
	if (found->candidate.path)
		found->outcome = judge(search, found, false);
	if (found->candidate.project && !streq(found->candidate.project, start))
		check_denied(search, start, found);
}

void find_in(struct trust *trust, const char *dir, struct found *found)
{
	struct search search = { .trust = trust, .physical = dir };

	find_env(&search, dir, NULL, found);
	/* What answers further up is another project's. */
	if (found->candidate.project && !streq(found->candidate.project, dir))
		*found = (struct found){ 0 };
}

void find_slot(struct trust *trust, const struct candidate *c, struct found *found)
{
	struct search search = { .trust = trust };

	*found = (struct found){ .candidate = *c };
	found->outcome = judge(&search, found, false);
}

static void judge_at(struct trust *trust, const char *path, struct found *found, bool named)
{
	struct search search = { .trust = trust };

	*found = (struct found){ 0 };
	found->candidate.path = path;
	found->candidate.name = path_base(path);
	found->candidate.project = path_parent(path);
	found->outcome = judge(&search, found, named);
}

void find_named(struct trust *trust, const char *path, struct found *found)
{
	judge_at(trust, path, found, true);
}

void find_recorded(struct trust *trust, const char *path, struct found *found)
{
	judge_at(trust, path, found, false);
}
