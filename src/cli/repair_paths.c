/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All that names another place: where the environment was before, or from where
 * it was copied; and launchers that somebody's repair of the rest has left.
 */
#include <fcntl.h>

#include "build/launcher.h"
#include "build/record_csv.h"
#include "cli/relocate.h"
#include "cli/repair.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

enum {
	/** bytes of what is edited here */
	SCRIPT_MAX = 1024 * 1024,
};

/* Links may lead to it by another name; most scripts say it by its own. */
static bool is_here(const struct repair_look *l, const char *path)
{
	const char *here = l->repair->venv.path;

	return streq(path, here) || unseen_same(path, here);
}

static bool holds(const char *const *list, const char *text)
{
	for (; *list; list++)
		if (streq(*list, text))
			return true;
	return false;
}

/* Where it was: and where its project was, if it came along. */
void repair_find_old(struct repair_look *l)
{
	const char **from = mem_array(RELOCATE_SAYS + 1, sizeof(*from));
	const char **projects = mem_array(RELOCATE_SAYS + 1, sizeof(*projects));
	const char *says[RELOCATE_SAYS], *here = l->repair->venv.path;
	size_t count = 0, project_count = 0;

	relocate_says(l->repair->dir, here, says);
	for (size_t i = 0; i < RELOCATE_SAYS; i++) {
		if (!says[i] || is_here(l, says[i]) || holds(from, says[i]))
			continue;
		from[count++] = says[i];
		if (streq(path_base(says[i]), path_base(here)) && !streq(path_parent(says[i]), "/"))
			projects[project_count++] = path_parent(says[i]);
	}
	l->relocation.from = from;
	l->relocation.projects = projects;
}

/* Add what is in bin of the rows of RECORD, a path below the environment. */
static void add_recorded(struct repair_look *l, const char *record)
{
	const char *env = l->repair->venv.path;
	const char *site = path_parent(path_parent(repair_path(l, record)));
	struct record_reader reader;
	struct record_row row;
	struct text text;

	if (repair_read(l, record, RECORD_MAX, &text) ||
	    record_reader_init(&reader, text.data, text.len))
		return;
	while (record_next(&reader, &row) > 0) {
		/* Of thousands of rows few are of bin, and memory is not given back. */
		const char *below =
			strstr(row.path, "bin/") ? record_below(env, site, row.path) : NULL;

		if (below && starts_with(below, "bin/"))
			strings_add(&l->recorded, below);
	}
}

/* Pip put it there; there are as many RECORDs as packages, so each is read once. */
static bool is_recorded(struct repair_look *l, const char *file)
{
	const struct strings *records = &l->repair->plan.records;

	if (!l->has_recorded) {
		for (size_t i = 0; i < records->count; i++)
			add_recorded(l, records->list[i]);
		strings_sort(&l->recorded);
		l->has_recorded = true;
	}
	return strings_has(&l->recorded, file);
}

/* Its own Python by the name that INTERPRETER has, if it goes by that. */
static const char *own_python(const struct repair_look *l, const char *interpreter)
{
	const char *file = path_join("bin", path_base(interpreter));
	struct stat st;

	return repair_path(l, repair_stat(l, file, AT_SYMLINK_NOFOLLOW, &st) ? "bin/python" : file);
}

static void mend_launcher(struct repair_look *l, const struct start *start)
{
	const struct baking b = { .from = start->env, .to = l->repair->venv.path };
	struct rewrites *plan = &l->repair->plan;
	struct buf baked = BUF_INIT, out = BUF_INIT;
	struct launcher head;
	struct text text;

	if (repair_read(l, start->file, SCRIPT_MAX, &text))
		return;
	if (start->env)
		bake_launcher(&b, text.data, text.len, &baked);
	else
		buf_put(&baked, text.data, text.len);
	if (!launcher_parse(baked.data, baked.len, &head))
		return;
	launcher_head(&out, own_python(l, start->interpreter), head.args);
	buf_put(&out, baked.data + head.len, baked.len - head.len);
	rewrites_set(plan, start->file, &text, &out);
	repair_mendable(l, "foreign-launcher", repair_path(l, start->file),
			finding_text("'%s' starts '%s', which is not this environment's",
				     shown(repair_path(l, start->file)),
				     shown(start->interpreter)));
}

static void leave_launcher(struct repair_look *l, const struct start *start, const char *what,
			   const char *path)
{
	const char *file = repair_path(l, start->file);

	repair_reported(l, "foreign-launcher", file,
			finding_text("'%s' starts %s, '%s'", shown(file), what, shown(path)));
}

/*
 * What the rest of the environment does not name: what is not there any more,
 * and what pip put here; a script that was copied here from another one, or is
 * for the system's Python, may be meant to be so.
 */
static void look_at_launcher(struct repair_look *l, const struct start *start)
{
	bool gone = !unseen_exists(start->interpreter);
	struct python_name parsed;
	bool named = python_name_parse(path_base(start->file), &parsed);

	if (start->env && (is_here(l, start->env) || holds(l->relocation.from, start->env)))
		return;
	if (!gone && !(start->env && unseen_env(start->env)))
		return;
	/* Of what goes by Python's name repair_script() tells whether it starts. */
	if (gone && named)
		return;
	/* What the environment's Python is started by would start itself. */
	if (((gone && start->env) || is_recorded(l, start->file)) &&
	    !repair_comes_to(l, own_python(l, start->interpreter), start->file))
		mend_launcher(l, start);
	else if (gone)
		leave_launcher(l, start, "a Python that is gone", start->interpreter);
	else
		leave_launcher(l, start, "the Python of another environment", start->env);
}

static void find_launchers(struct repair_look *l)
{
	for (size_t i = 0; i < l->starts.count; i++)
		look_at_launcher(l, &l->starts.list[i]);
}

static void tell_moved(struct repair_look *l)
{
	const struct relocation *r = &l->relocation;
	const char *old = r->from[0];

	if (r->crlf)
		repair_mendable(l, "crlf", l->repair->venv.path,
				finding_text("%s, with which no script starts",
					     counted(r->crlf, "file has line ends of Windows",
						     "files have line ends of "
						     "Windows")));
	if (!r->named)
		return;
	repair_mendable(l, "moved", old,
			finding_text("it was %s, which %s", relocate_moved_from(old),
				     counted(r->named, "file still names", "files still name")));
}

static void tell_left(struct repair_look *l)
{
	const struct relocation *r = &l->relocation;

	for (size_t i = 0; i < r->left_count; i++) {
		const struct leftover *left = &r->left[i];
		const char *path = repair_path(l, left->file);

		repair_reported(l, "names-old-place", path,
				left->line ? finding_text("%s:%u: %s", shown(path), left->line,
							  shown(left->text)) :
					     finding_text("%s: binary", shown(path)));
	}
	if (r->left_more) {
		repair_reported(l, "names-old-place", l->repair->venv.path,
				finding_text("%zu more places name it", r->left_more));
		l->repair->reported_more = r->left_more - 1;
	}
}

static void see(void *arg, int dir, const char *file)
{
	repair_see_module(arg, dir, file);
	repair_see_source(arg, file);
}

int repair_paths(struct repair_look *l)
{
	struct relocation *r = &l->relocation;

	r->dir = l->repair->dir;
	r->path = r->to = l->repair->venv.path;
	r->mend = true;
	r->see = see;
	r->arg = l;
	r->quick = !r->from[0];
	if (relocate_plan(r, &l->repair->plan))
		return -1;
	relocate_starts(r->dir, r->path, l->repair->venv.cfg.home, &l->starts);
	tell_moved(l);
	find_launchers(l);
	tell_left(l);
	return 0;
}
