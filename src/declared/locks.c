/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdm.lock and pylock.toml: the packages that the tool installs. These files, and poetry.lock, list
 * packages with the groups and the marker with which they are wanted:
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

void want_nodes(struct reading *r, group_filter *is_wanted)
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

void queue_locked_project(struct reading *r, void (*queue)(struct reading *r))
{
	const struct document *lock = r->document;

	if (!r->project)
		return;
	r->document = r->project;
	r->lock = lock;
	queue(r);
	r->lock = NULL;
	r->document = lock;
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
	add_replaced(r, toml_at(root, "tool.pdm.resolution.overrides"));
	add_replaced(r, toml_at(root, "tool.pdm.resolution.excludes"));
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
