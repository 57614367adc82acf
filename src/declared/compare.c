/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "declared/reading.h"
#include "formats/pep440.h"
#include "lookup/manifest.h"
#include "print/msg.h"

enum {
	/** largest file that is read, in bytes */
	DECLARED_MAX = 16 * 1024 * 1024,
};

/* The function that reads each kind of file that is compared. */
static void (*const readers[DECLARED_COUNT])(struct reading *r) = {
	[DECLARED_UV_LOCK] = read_uv_lock,           [DECLARED_POETRY_LOCK] = read_poetry_lock,
	[DECLARED_PDM_LOCK] = read_pdm_lock,         [DECLARED_PYLOCK] = read_pylock,
	[DECLARED_PIPFILE_LOCK] = read_pipfile_lock, [DECLARED_PROJECT] = read_project_file,
	[DECLARED_REQUIREMENTS] = read_requirements,
};

const struct manifest *declared_manifest(const char *path)
{
	const char *name = path_base(path);

	if (starts_with(name, "pylock.") && ends_with(name, ".toml"))
		return &manifests[DECLARED_PYLOCK];
	for (size_t i = 0; i < DECLARED_COUNT; i++)
		if (declared_files[i].is_compared && streq(declared_files[i].name, name))
			return &manifests[i];
	return &manifests[DECLARED_REQUIREMENTS];
}

/* ---- comparing -------------------------------------------------------------------- */

/* Requirements of the file come first, then those of its packages, constraints, and unsure ones. */
static int rank_of(const struct declared *req)
{
	if (req->unsure)
		return 3;
	if (req->is_constraint)
		return 2;
	return req->required_by ? 1 : 0;
}

static int compare_declared(const void *a, const void *b)
{
	const struct declared *left = a, *right = b;
	int order = strcmp(left->requirement.key, right->requirement.key);

	if (!order)
		order = rank_of(left) - rank_of(right);
	if (!order)
		order = (left->line > right->line) - (left->line < right->line);
	return order ? order : strcmp(left->requirement.specifiers, right->requirement.specifiers);
}

static void sort_declared(struct declared_list *l)
{
	if (l->count)
		qsort(l->list, l->count, sizeof(*l->list), compare_declared);
}

/* Sort L, and leave the first requirement of each name in it. */
static void drop_duplicates(struct declared_list *l)
{
	size_t count = 0;

	sort_declared(l);
	for (size_t i = 0; i < l->count; i++)
		if (!count ||
		    !streq(l->list[count - 1].requirement.key, l->list[i].requirement.key))
			l->list[count++] = l->list[i];
	l->count = count;
}

/* INSTALLED, NULL if nothing is, satisfies REQ. A version of before PEP 440 counts as any. */
static bool is_satisfied(const struct dist *installed, const struct declared *req)
{
	const char *specifiers = req->requirement.specifiers;

	if (!installed)
		return false;
	return !*specifiers || installed->legacy || pep440_matches(installed->version, specifiers);
}

/* Compare the COUNT requirements at ALL, which are of one name, with what is installed. */
static void compare_name(struct reading *r, struct declared *all, size_t count)
{
	const struct dist *installed = dists_find(r->c->dists, all->requirement.key);
	struct declared *unmet = NULL, *unjudged = NULL, *worst;
	bool met = false;

	for (size_t i = 0; i < count; i++) {
		struct declared *req = &all[i];
		bool satisfied = is_satisfied(installed, req);

		/* A constraint counts only for a package that is wanted. */
		if (req->is_constraint && rank_of(all) > 1)
			continue;
		met = met || (satisfied && !req->unsure);
		if (!satisfied && !req->unsure)
			unmet = unmet ? unmet : req;
		else if (!satisfied ||
			 (req->requirement.url && !req->local && !installed->editable))
			unjudged = unjudged ? unjudged : req;
	}
	if (r->is_lock && met)
		unmet = NULL;
	worst = unmet ? unmet : unjudged;
	if (!worst)
		return;
	worst->installed = installed;
	if (!unmet && !worst->unsure)
		worst->unsure = "it is from a URL";
	declared_add(unmet ? &r->c->differences : &r->c->unjudged, worst);
}

static void compare_wanted(struct reading *r)
{
	struct declared *list = r->wanted.list;

	sort_declared(&r->wanted);
	for (size_t i = 0, n; i < r->wanted.count; i += n) {
		for (n = 1; i + n < r->wanted.count &&
			    streq(list[i].requirement.key, list[i + n].requirement.key);)
			n++;
		compare_name(r, &list[i], n);
	}
}

/* ---- files ------------------------------------------------------------------------ */

/* Read the file PATH, and for a lock file pyproject.toml beside it, and compare. */
static void read_declared(struct comparison *c, const char *path, struct chosen *extras,
			  struct chosen *groups)
{
	const struct manifest *manifest = declared_manifest(path);
	void (*read_file)(struct reading * r) = readers[manifest - manifests];
	const char *project = path_join(path_parent(path), "pyproject.toml");
	struct reading r = { .c = c,
			     .path = path,
			     .extras = extras,
			     .groups = groups,
			     .is_lock = manifest->is_lock };
	struct file_info info;

	marker_env_of(c->venv, &c->dists->library, &r.env);
	if (r.is_lock && !file_stat(project, &info))
		r.project = reading_open(&r, project, true);
	if (read_file != read_requirements)
		r.document = reading_open(&r, path, read_file != read_pipfile_lock);
	if (!c->fault)
		read_file(&r);
	if (!c->fault)
		compare_wanted(&r);
}

/* Add the first file of the project that declares packages, if that is compared, to C->files. */
static void find_declaring(struct comparison *c)
{
	const struct toml *pyproject = manifest_pyproject(c->project, NULL);
	struct reading r = { .c = c };
	const char *first = NULL;

	for (size_t i = 0; i < DECLARED_COUNT && !c->files.count; i++) {
		const struct declared_file *f = &declared_files[i];
		const char *path = path_join(c->project, f->name);

		if (first ? !streq(f->name, first) : file_exists(AT_FDCWD, path) <= 0)
			continue;
		/* A pyproject.toml may have the settings of tools only. */
		if (*f->keys && f->is_compared)
			pyproject = (r.document = reading_open(&r, path, true)) ? r.document->root :
										  NULL;
		if (!manifest_counts(&manifests[i], pyproject))
			continue;
		first = f->name;
		if (f->is_compared)
			strings_add(&c->files, path);
	}
}

/* Set the fault if a distribution could not be read: an installed package might seem to be missing. */
static void check_dists(struct comparison *c)
{
	for (size_t i = 0; i < c->dists->problem_count; i++)
		if (c->dists->problems[i].fatal)
			declared_fault(c, "'%s' %s", shown(c->dists->problems[i].path),
				       c->dists->problems[i].text);
}

static struct chosen chosen_names(const struct strings *names)
{
	struct chosen chosen = { 0 };

	for (size_t i = 0; i < names->count; i++)
		strings_add(&chosen.names, requirement_key(names->list[i]));
	return chosen;
}

/* Set the fault if no file has one of the names in CHOSEN. */
static void check_chosen(struct comparison *c, const struct chosen *chosen, const char *word)
{
	for (size_t i = 0; i < chosen->names.count; i++)
		if (!strings_contain(&chosen->in_files, chosen->names.list[i]))
			declared_fault(c, "'%s' has no %s '%s'", shown(c->file), word,
				       shown(chosen->names.list[i]));
}

void declared_project(struct comparison *c, const struct settings *settings, const char *project,
		      const char *dir)
{
	struct project p = dir ? project_above(settings, dir) : (struct project){ 0 };

	c->project = project;
	if (p.manifest && project && streq(p.root, project) && !streq(p.dir, p.root))
		c->member = p.dir + strlen(path_join(p.root, ""));
}

void declared_compare(struct comparison *c)
{
	struct chosen extras = chosen_names(&c->extras), groups = chosen_names(&c->groups);
	const char *dir = path_join(c->project, "");

	c->most = c->bounded ? c->most : DECLARED_MAX;
	check_dists(c);
	find_declaring(c);
	for (size_t i = 0; i < c->files.count && !c->fault; i++)
		read_declared(c, c->files.list[i], &extras, &groups);
	if (!c->files.count)
		return;
	c->file = c->files.list[0];
	c->file += starts_with(c->file, dir) ? strlen(dir) : 0;
	check_chosen(c, &extras, "extra");
	check_chosen(c, &groups, "group");
	drop_duplicates(&c->differences);
	drop_duplicates(&c->unjudged);
}

/* ---- words ------------------------------------------------------------------------ */

const char *declared_summary(const struct comparison *c)
{
	return formatted("%s from %s",
			 counted(c->differences.count, "package differs", "packages differ"),
			 shown(c->file));
}
