/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * poetry.lock, pdm.lock and pylock.toml: lists of packages that name the groups and the marker with
 * which they are wanted. Older files of poetry and some of pdm do not: the requirements of
 * pyproject.toml are followed.
 */
#include "declared/reading.h"
#include "formats/pep440.h"

/* ---- poetry.lock: `poetry install` installs all groups that are not optional ------- */

static bool is_poetry_group(struct reading *r, const char *group)
{
	const struct toml *root = r->project ? r->project->root : NULL;
	const struct toml *table = member_named(r, toml_at(root, "tool.poetry.group"), group);

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
	for (const struct toml *extra = toml_first(extras); extra; extra = extra->next)
		if (extra->key && is_chosen(r, r->extras, extra->key))
			queue_members(r, own, extra, NULL);
	for (const struct toml *group = toml_first(groups); group; group = group->next)
		if (group->key && is_poetry_group(r, group->key))
			queue_members(r, toml_at(group, "dependencies"), NULL, NULL);
}

void read_poetry_lock(struct reading *r)
{
	const struct document *lock = r->document;
	const char *version = toml_string_at(lock->root, "metadata.lock-version");

	if (!reading_knows(r, version, 1, 2))
		return;
	nodes_read(r, toml_at(lock->root, "package"));
	note_names(r, r->extras, toml_at(lock->root, "extras"));
	if (r->project) {
		note_names(r, r->groups, toml_at(r->project->root, "tool.poetry.group"));
		note_names(r, r->groups, toml_at(r->project->root, "dependency-groups"));
		note_names(r, r->extras,
			   toml_at(r->project->root, "project.optional-dependencies"));
		note_names(r, r->extras, toml_at(r->project->root, "tool.poetry.extras"));
	}
	if (pep440_matches(version, ">=2.1"))
		nodes_want(r, is_poetry_group);
	else
		follow_project(r, queue_poetry);
}

/*
 * ---- pdm.lock of format 4: `pdm sync` installs the groups that are locked; if groups are named,
 * these, the group "default" and those for development
 */

/* GROUP may also be the name of an extra. */
static bool is_pdm_group(struct reading *r, const char *group)
{
	const struct toml *root = r->project ? r->project->root : NULL, *locked = r->locked_groups;
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

void queue_pdm(struct reading *r)
{
	const struct toml *root = r->document->root;
	const struct toml *optional = toml_at(root, "project.optional-dependencies");
	struct strings extras = { 0 };

	for (const struct toml *extra = toml_first(optional); extra; extra = extra->next)
		if (extra->key && is_pdm_group(r, extra->key))
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
	nodes_read(r, toml_at(lock->root, "package"));
	r->locked_groups = toml_at(lock->root, "metadata.groups");
	for (const struct toml *g = toml_first(r->locked_groups); g; g = g->next)
		if (g->type == TOML_STRING)
			(void)is_pdm_group(r, g->text);
	if (array_has(r, toml_at(lock->root, "metadata.strategy"), "inherit_metadata"))
		nodes_want(r, is_pdm_group);
	else
		follow_project(r, queue_pdm);
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
	nodes_read(r, toml_at(root, "packages"));
	nodes_want(r, NULL);
}
