/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pyproject.toml and poetry.lock as poetry reads them. `poetry install` installs all groups that are not
 * optional. The packages of a lock file name their groups and the marker with which they are wanted; in older
 * files they do not, and the requirements of pyproject.toml are followed.
 */
#include "declared/reading.h"
#include "formats/pep440.h"

static bool is_poetry_group(struct reading *r, const char *group)
{
	const struct toml *root = r->project ? r->project->root : NULL;
	const struct toml *table = member_named(toml_at(root, "tool.poetry.group"), group);

	return is_chosen(r->groups, group) || !toml_true_at(table, "optional");
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
	if (r->project) {
		note_names(r->groups, toml_at(r->project->root, "tool.poetry.group"));
		note_names(r->groups, toml_at(r->project->root, "dependency-groups"));
	}
	if (pep440_matches(version, ">=2.1"))
		nodes_want(r, is_poetry_group);
	else
		follow_project(r, queue_poetry);
}

void read_poetry_project(struct reading *r)
{
	nodes_read(r, NULL);
	queue_poetry(r);
	queue_follow(r);
}
