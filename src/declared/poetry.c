/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * poetry.lock: since format 2.1 each package has the groups and the markers with which it is
 * wanted; before, the requirements of pyproject.toml are followed. `poetry install` installs all
 * groups that are not optional.
 */
#include "declared/reading.h"
#include "formats/pep440.h"

static bool is_poetry_group(struct reading *r, const char *group)
{
	const struct toml *root = r->project ? r->project->root : NULL;
	const struct toml *it = member_named(toml_at(root, "tool.poetry.group"), group);
	const struct toml *optional = toml_at(it, "optional");

	return is_chosen(r->groups, group) || !optional || !streq(optional->text, "true");
}

static void queue_poetry_project(struct reading *r, const struct toml *root)
{
	const struct toml *tool = toml_at(root, "tool.poetry"), *groups = toml_at(tool, "group");
	const struct toml *own = toml_at(tool, "dependencies"), *extras = toml_at(tool, "extras");

	queue_project(r, &r->extras->names);
	queue_groups(r, toml_at(root, "dependency-groups"), is_poetry_group);
	queue_members(r, own, NULL, NULL);
	queue_members(r, toml_at(tool, "dev-dependencies"), NULL, NULL);
	for (const struct toml *x = extras ? extras->first : NULL; x; x = x->next)
		if (is_chosen(r->extras, x->key))
			queue_members(r, own, x, NULL);
	for (const struct toml *g = groups ? groups->first : NULL; g; g = g->next)
		if (is_poetry_group(r, g->key))
			queue_members(r, toml_at(g, "dependencies"), NULL, NULL);
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
