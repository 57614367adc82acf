/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lock files that list packages with the groups and the marker with which they are wanted, as
 * poetry.lock and pdm.lock do, and pylock.toml:
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
			if (group->type != TOML_STRING)
				continue;
			note_group(r, group->text);
			if (!is_wanted(r, group->text))
				continue;
			req.requirement.marker = marker_in_group(r, package, group->text);
			/* No setting of a tool leaves out its first group. */
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

/* ---- pylock.toml (PEP 751): markers over platform, extras and groups --------------- */

/*
 * The value of a marker's variable, ",a,b,": the chosen names of the array ALL; if none is chosen,
 * those of DEFAULTS.
 */
static const char *marker_names(const struct reading *r, struct chosen *chosen,
				const struct toml *all, const struct toml *defaults)
{
	struct buf names = BUF_INIT;

	buf_puts(&names, ",");
	for (const struct toml *name = toml_first(all); name; name = name->next) {
		if (name->type != TOML_STRING)
			continue;
		note_name(r, chosen, name->text);
		if (is_chosen(chosen, name->text))
			buf_putl(&names, requirement_key(name->text), ",");
	}
	for (const struct toml *name = toml_first(defaults); name && !chosen->names.count;
	     name = name->next)
		if (name->type == TOML_STRING)
			buf_putl(&names, requirement_key(name->text), ",");
	return names.data;
}

static void read_pylock(struct reading *r)
{
	const struct toml *root = r->document->root;

	if (!reading_knows(r, toml_string_at(root, "lock-version"), 1, 1))
		return;
	r->env.extras = marker_names(r, r->extras, toml_at(root, "extras"), NULL);
	r->env.dependency_groups = marker_names(r, r->groups, toml_at(root, "dependency-groups"),
						toml_at(root, "default-groups"));
	/* strstr(3) looks at many bytes at a time. */
	r->marker_work = (strlen(r->env.extras) + strlen(r->env.dependency_groups)) / 16;
	nodes_of_packages(r, toml_at(root, "packages"));
	want_nodes(r, NULL);
}

const struct manifest manifest_pylock = {
	.file = &file_pylock,
	.extra = "--extra",
	.group = "--group",
	.is_lock = true,
	.read = read_pylock,
};
