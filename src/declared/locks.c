/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * poetry.lock, pdm.lock, pylock.toml and Pipfile.lock: the packages that the tool installs. These
 * files list packages with the groups and the marker with which they are wanted:
 *
 *   [[package]]
 *   name = "pytest"
 *   version = "8.0"
 *   groups = ["dev"]
 *   markers = "python_version >= '3.9'"
 *
 * Older files of poetry and some of pdm have neither: the requirements of pyproject.toml are
 * followed.
 */
#include <jansson.h>

#include "core/mem.h"
#include "declared/reading.h"
#include "formats/pep440.h"
#include "print/msg.h"

/* ---- lists of packages ------------------------------------------------------------ */

/*
 * The marker of PACKAGE in GROUP, which may be NULL: text, or in poetry's files a table by group.
 */
static const char *marker_in_group(const struct reading *r, const struct toml *package,
				   const char *group)
{
	const struct toml *marker =
		toml_at(package, toml_at(package, "markers") ? "markers" : "marker");

	if (group && marker && marker->type == TOML_TABLE)
		marker = member_named(r, marker, group);
	return marker && marker->type == TOML_STRING ? marker->text : NULL;
}

/*
 * Add the nodes to R->wanted that have no groups, or a group for which IS_WANTED returns true, and
 * whose marker holds. IS_WANTED may be NULL: groups do not count.
 */
static void want_nodes(struct reading *r, group_filter *is_wanted)
{
	for (size_t i = 0; i < r->node_count; i++) {
		const struct toml *package = r->nodes[i].package;
		const struct toml *groups = is_wanted ? toml_at(package, "groups") : NULL;
		struct declared req = pinned(r, package);

		if (!groups) {
			req.requirement.marker = marker_in_group(r, package, NULL);
			declare_in(r, &r->wanted, req, NULL);
			continue;
		}
		for (const struct toml *group = toml_first(groups); group; group = group->next) {
			if (group->type != TOML_STRING || !is_wanted(r, group->text))
				continue;
			req.requirement.marker = marker_in_group(r, package, group->text);
			req.unsure = streq(group->text, "default") ? NULL : r->groups_unsure;
			declare_in(r, &r->wanted, req, &r->extras->names);
		}
	}
}

/* QUEUE the requirements of the project's file, if there is one, in place of the lock file's. */
static void queue_locked_project(struct reading *r, void (*queue)(struct reading *r))
{
	const struct document *lock = r->document;

	if (!r->project)
		return;
	r->document = r->project;
	queue(r);
	r->document = lock;
}

/* ---- poetry.lock: `poetry install` installs all groups that are not optional ------- */

static bool is_poetry_group(struct reading *r, const char *group)
{
	const struct toml *groups = toml_at(r->project_root, "tool.poetry.group");
	const struct toml *table = member_named(r, groups, group);

	return is_chosen(r, r->groups, group) || !toml_true_at(table, "optional");
}

void queue_poetry(struct reading *r)
{
	const struct toml *root = r->document->root, *tool = toml_at(root, "tool.poetry");
	const struct toml *own = toml_at(tool, "dependencies"), *extras = toml_at(tool, "extras");
	const struct toml *groups = toml_at(tool, "group");

	queue_project(r, &r->extras->names);
	queue_groups(r, toml_at(root, "dependency-groups"), is_poetry_group);
	queue_members(r, own, NULL, NULL);
	queue_members(r, toml_at(tool, "dev-dependencies"), NULL, NULL);
	for (const struct toml *extra = table_first(extras); extra; extra = extra->next)
		if (is_chosen(r, r->extras, extra->key))
			queue_members(r, own, extra, NULL);
	for (const struct toml *group = table_first(groups); group; group = group->next)
		if (is_poetry_group(r, group->key))
			queue_members(r, toml_at(group, "dependencies"), NULL, NULL);
}

void read_poetry_lock(struct reading *r)
{
	const struct document *lock = r->document;
	const char *version = toml_string_at(lock->root, "metadata.lock-version");

	if (!reading_knows(r, version, 1, 2))
		return;
	nodes_of_packages(r, toml_at(lock->root, "package"));
	note_names(r, r->extras, toml_at(lock->root, "extras"));
	note_names(r, r->extras, toml_at(r->project_root, "project.optional-dependencies"));
	note_names(r, r->extras, toml_at(r->project_root, "tool.poetry.extras"));
	note_names(r, r->groups, toml_at(r->project_root, "tool.poetry.group"));
	note_names(r, r->groups, toml_at(r->project_root, "dependency-groups"));
	if (pep440_matches(version, ">=2.1"))
		want_nodes(r, is_poetry_group);
	else
		queue_locked_project(r, queue_poetry);
}

/*
 * ---- pdm.lock of format 4: `pdm sync` installs the groups that are locked; if groups are named,
 * these, the group "default" and those for development
 */

/* GROUP, a group or an extra, is locked and wanted. */
static bool is_pdm_group(struct reading *r, const char *group)
{
	const struct toml *root = r->project_root, *locked = r->locked_groups;
	bool is_group, is_extra;

	if (locked && !array_has(r, locked, group))
		return false;
	is_group = is_chosen(r, r->groups, group);
	is_extra = is_chosen(r, r->extras, group);
	if (locked && !r->groups->names.count && !r->extras->names.count)
		return true;
	return is_group || is_extra || streq(requirement_key(group), "default") ||
	       member_named(r, toml_at(root, "dependency-groups"), group) ||
	       member_named(r, toml_at(root, "tool.pdm.dev-dependencies"), group);
}

/* pdm adds the words of tool.pdm.options to its commands: "--prod" is for fewer groups. */
static void note_options(struct reading *r)
{
	const struct toml *options = toml_at(r->project_root, "tool.pdm.options");

	if (toml_at(options, "sync") || toml_at(options, "install"))
		r->groups_unsure = "tool.pdm.options may leave it out";
}

void queue_pdm(struct reading *r)
{
	const struct toml *root = r->document->root;
	const struct toml *optional = toml_at(root, "project.optional-dependencies");
	struct strings extras = { 0 };

	note_options(r);
	for (const struct toml *extra = table_first(optional); extra; extra = extra->next)
		if (is_pdm_group(r, extra->key) && !r->groups_unsure)
			strings_add(&extras, requirement_key(extra->key));
	queue_project(r, &extras);
	queue_groups(r, toml_at(root, "dependency-groups"), is_pdm_group);
	queue_groups(r, toml_at(root, "tool.pdm.dev-dependencies"), is_pdm_group);
}

void read_pdm_lock(struct reading *r)
{
	const struct document *lock = r->document;

	if (!reading_knows(r, toml_string_at(lock->root, "metadata.lock_version"), 4, 4))
		return;
	nodes_of_packages(r, toml_at(lock->root, "package"));
	note_options(r);
	r->locked_groups = toml_at(lock->root, "metadata.groups");
	for (const struct toml *g = toml_first(r->locked_groups); g; g = g->next)
		if (g->type == TOML_STRING)
			(void)is_pdm_group(r, g->text);
	if (array_has(r, toml_at(lock->root, "metadata.strategy"), "inherit_metadata"))
		want_nodes(r, is_pdm_group);
	else
		queue_locked_project(r, queue_pdm);
}

/* ---- pylock.toml (PEP 751): markers over platform, extras and groups --------------- */

/*
 * The value of a marker's variable, ",a,b,": the chosen names of the array ALL, and all of
 * DEFAULTS.
 */
static const char *marker_names(const struct reading *r, struct chosen *chosen,
				const struct toml *all, const struct toml *defaults)
{
	struct buf names = BUF_INIT;

	buf_puts(&names, ",");
	for (const struct toml *name = toml_first(all); name; name = name->next)
		if (name->type == TOML_STRING && is_chosen(r, chosen, name->text))
			buf_putl(&names, requirement_key(name->text), ",");
	for (const struct toml *name = toml_first(defaults); name; name = name->next)
		if (name->type == TOML_STRING)
			buf_putl(&names, requirement_key(name->text), ",");
	return names.data;
}

void read_pylock(struct reading *r)
{
	const struct toml *root = r->document->root;

	if (!reading_knows(r, toml_string_at(root, "lock-version"), 1, 1))
		return;
	r->env.extras = marker_names(r, r->extras, toml_at(root, "extras"), NULL);
	r->env.dependency_groups = marker_names(r, r->groups, toml_at(root, "dependency-groups"),
						toml_at(root, "default-groups"));
	nodes_of_packages(r, toml_at(root, "packages"));
	want_nodes(r, NULL);
}

/*
 * ---- Pipfile.lock of format 6, which is JSON: `pipenv sync` installs the category "default", and
 * others if they are named. "develop" is often installed as well, so its packages are unsure:
 *
 *   {"_meta": {"pipfile-spec": 6}, "default": {"flask": {"version": "==3.0"}}, "develop": {}}
 */

static void want_pipfile(struct reading *r, const char *name, json_t *package, const char *unsure)
{
	static const char *const origins[] = { "git", "hg", "svn", "bzr", "file", "path" };
	struct declared req = declared_at(r, NULL, mem_dups(name));
	const char *version = json_string_value(json_object_get(package, "version"));
	const char *marker = json_string_value(json_object_get(package, "markers"));

	req.unsure = unsure;
	for (size_t i = 0; i < ARRAY_SIZE(origins); i++)
		if (json_object_get(package, origins[i]))
			req.requirement.url = origins[i];
	/* pipenv may have made up the package's name. */
	if (req.requirement.url && !unsure)
		req.unsure = "it is from a URL or a path";
	req.requirement.marker = marker ? mem_dups(marker) : NULL;
	if (version && !streq(version, "*") && !req.requirement.url)
		req.requirement.specifiers = mem_dups(version);
	declare_in(r, &r->wanted, req, NULL);
}

/* NAME, the category of a Pipfile or of its lock file, as it is chosen. */
static const char *chosen_name(const char *name)
{
	return streq(name, "develop") || streq(name, "dev-packages") ? "dev" : name;
}

static void want_category(struct reading *r, const char *category, json_t *packages)
{
	bool develop = streq(category, "develop"), by_default = streq(category, "default");
	bool chosen = !by_default && is_chosen(r, r->groups, chosen_name(category));
	const char *name, *unsure = develop && !chosen ? "'pipenv sync --dev' installs it" : NULL;
	json_t *package;

	if (chosen || develop || by_default)
		json_object_foreach(packages, name, package) want_pipfile(r, name, package, unsure);
}

void read_pipfile_lock(struct reading *r)
{
	json_error_t fault;
	json_t *root = json_loadb(r->document->data, r->document->len, 0, &fault), *packages;
	json_t *format = json_object_get(json_object_get(root, "_meta"), "pipfile-spec");
	const char *category;

	for (const struct toml *t = toml_first(r->project_root); t; t = t->next)
		if (!streq(t->key, "packages") && pipfile_is_category(t->key))
			(void)is_chosen(r, r->groups, chosen_name(t->key));
	if (!root)
		declared_fault(r->c, "'%s' is not valid JSON, at line %d", shown(r->document->name),
			       fault.line);
	else if (reading_knows(r, formatted("%lld", (long long)json_integer_value(format)), 6, 6))
		json_object_foreach(root, category, packages)
		{
			if (!streq(category, "_meta"))
				want_category(r, category, packages);
		}
	json_decref(root);
}

bool pipfile_is_category(const char *table)
{
	static const char *const others[] = { "source",  "requires", "scripts",
					      "pipfile", "pipenv",   NULL };

	return !is_one_of(table, others);
}
