/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdm.lock of format 4. With the strategy "inherit_metadata" each package names the groups and the
 * marker with which it is wanted; otherwise the requirements of pyproject.toml are followed.
 * `pdm sync` installs the group "default" and the groups for development.
 */
#include "declared/reading.h"

/* GROUP may also be the name of an extra. */
static bool is_pdm_group(struct reading *r, const char *group)
{
	const struct toml *root = r->project ? r->project->root : NULL;

	return is_chosen(r->groups, group) || is_chosen(r->extras, group) ||
	       streq(requirement_key(group), "default") ||
	       member_named(toml_at(root, "dependency-groups"), group) ||
	       member_named(toml_at(root, "tool.pdm.dev-dependencies"), group);
}

void read_pdm_lock(struct reading *r)
{
	const struct document *lock = r->document;

	if (!reading_knows(r, toml_string_at(lock->root, "metadata.lock_version"), 4, 4))
		return;
	nodes_read(r, toml_at(lock->root, "package"));
	if (array_has(toml_at(lock->root, "metadata.strategy"), "inherit_metadata")) {
		nodes_want(r, is_pdm_group);
	} else if (r->project) {
		r->document = r->project;
		queue_project(r, &r->extras->names);
		queue_groups(r, toml_at(r->project->root, "dependency-groups"), is_pdm_group);
		queue_groups(r, toml_at(r->project->root, "tool.pdm.dev-dependencies"),
			     is_pdm_group);
		r->document = lock;
		queue_follow(r);
	}
}
