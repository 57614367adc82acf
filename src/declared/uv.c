/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * uv.lock: a graph of packages for all platforms. `uv sync` installs what the project requires
 * here, and the groups of tool.uv.default-groups, else "dev".
 */
#include "declared/reading.h"

static bool is_uv_group(struct reading *r, const char *group)
{
	const struct toml *root = r->project ? r->project->root : NULL;
	const struct toml *defaults = toml_at(root, "tool.uv.default-groups");

	if (is_chosen(r->groups, group))
		return true;
	if (!defaults)
		return streq(requirement_key(group), "dev");
	return array_has(defaults, group) ||
	       (defaults->type == TOML_STRING && streq(defaults->text, "all"));
}

static void queue_uv_groups(struct reading *r, const struct toml *groups)
{
	for (const struct toml *group = toml_first(groups); group; group = group->next)
		if (group->key && is_uv_group(r, group->key))
			queue_members(r, group, NULL, NULL);
}

/* PACKAGE is the project in the directory of the lock file; or the workspace's member that counts. */
static bool is_uv_project(const struct reading *r, const struct toml *package)
{
	const char *dir = r->c->member ? r->c->member : ".";
	const char *editable = toml_string_at(package, "source.editable");
	const char *uninstalled = toml_string_at(package, "source.virtual");

	return (editable && streq(editable, dir)) || (uninstalled && streq(uninstalled, dir));
}

void read_uv_lock(struct reading *r)
{
	const struct toml *root = r->document->root, *version = toml_at(root, "version");
	const struct toml *members = toml_at(root, "manifest.members");
	bool has_project = false;

	if (!reading_knows(r, version ? version->text : NULL, 1, 1))
		return;
	nodes_read(r, toml_at(root, "package"));
	for (size_t i = 0; i < r->node_count; i++)
		has_project = has_project || is_uv_project(r, r->nodes[i].package);
	/* In a workspace without a project all members are installed. */
	for (size_t i = 0; i < r->node_count; i++) {
		const struct toml *package = r->nodes[i].package;
		struct declared req = declared_at(r, package, r->nodes[i].key);

		if (has_project ? !is_uv_project(r, package) :
				  !array_has(members, req.requirement.key))
			continue;
		note_names(r->extras, toml_at(package, "optional-dependencies"));
		req.requirement.extras = r->extras->names;
		declare_queued(r, req);
		queue_uv_groups(r, toml_at(package, "dev-dependencies"));
	}
	queue_uv_groups(r, toml_at(root, "manifest.dependency-groups"));
	queue_follow(r);
}
