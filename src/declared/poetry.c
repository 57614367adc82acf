/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * poetry.lock. Since format 2.1 each package names the groups, and the markers, with which it is
 * wanted. In older files the requirements of pyproject.toml are followed. `poetry install` installs
 * all groups that are not optional.
 */
#include "declared/reading.h"
#include "formats/pep440.h"

static bool is_poetry_group(struct reading *r, const char *group)
{
	const struct toml *root = r->project ? r->project->root : NULL;
	const struct toml *table = member_named(toml_at(root, "tool.poetry.group"), group);

	return is_chosen(r->groups, group) || !toml_true_at(table, "optional");
}

static void queue_poetry_project(struct reading *r, const struct toml *root)
{
	const struct toml *tool = toml_at(root, "tool.poetry"), *groups = toml_at(tool, "group");
	const struct toml *own = toml_at(tool, "dependencies"), *extras = toml_at(tool, "extras");

	queue_project(r, &r->extras->names);
	queue_groups(r, toml_at(root, "dependency-groups"), is_poetry_group);
	queue_members(r, own, NULL, NULL);
	queue_members(r, toml_at(tool, "dev-dependencies"), NULL, NULL);
	for (const struct toml *extra = toml_first(extras); extra; extra = extra->next)
		if (extra->key && is_chosen(r->extras, extra->key))
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
	note_names(r->extras, toml_at(lock->root, "extras"));
	if (pep440_matches(version, ">=2.1")) {
		nodes_want(r, is_poetry_group);
	} else if (r->project) {
		r->document = r->project;
		queue_poetry_project(r, r->project->root);
		r->document = lock;
		queue_follow(r);
	}
}
