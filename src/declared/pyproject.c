/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pyproject.toml: [project] (PEP 621) with its extras, and [dependency-groups] (PEP 735). */
#include "declared/reading.h"
#include "print/msg.h"

static void add_once(struct strings *strings, const char *string)
{
	if (!strings_contain(strings, string))
		strings_add(strings, string);
}

/* Add to EXTRAS the extras of the project NAME itself that LIST requires: "NAME[x]" in an extra. */
static void add_own_extras(const struct toml *list, const char *name, struct strings *extras)
{
	struct requirement requirement;

	for (const struct toml *member = toml_first(list); name && member; member = member->next) {
		if (member->type != TOML_STRING || requirement_parse(member->text, &requirement) ||
		    !streq(requirement.key, requirement_key(name)))
			continue;
		for (size_t i = 0; i < requirement.extras.count; i++)
			add_once(extras, requirement.extras.list[i]);
	}
}

/*
 * Queue LIST, requirements of FIELD in [project]. If FIELD is dynamic, only a build tells the rest. Add
 * the extras of the project itself that LIST requires to EXTRAS.
 */
static void queue_field(struct reading *r, const char *field, const struct toml *list,
			struct strings *extras)
{
	const struct toml *dynamic = toml_at(r->document->root, "project.dynamic");
	const char *name = toml_string_at(r->document->root, "project.name");

	r->own = NULL;
	if (array_has(dynamic, field))
		declare_unsure(r, declared_at(r, dynamic, name),
			       formatted("its %s are dynamic", field));
	r->own = name ? requirement_key(name) : NULL;
	queue_members(r, list, NULL, NULL);
	r->own = NULL;
	add_own_extras(list, name, extras);
}

void queue_project(struct reading *r, const struct strings *names)
{
	const struct toml *project = toml_at(r->document->root, "project");
	const struct toml *optional = toml_at(project, "optional-dependencies");
	struct strings extras = { 0 };

	note_names(r->extras, optional);
	queue_field(r, "dependencies", toml_at(project, "dependencies"), &extras);
	for (size_t i = 0; i < names->count; i++)
		add_once(&extras, names->list[i]);
	for (size_t i = 0; i < extras.count; i++)
		queue_field(r, "optional-dependencies", member_named(optional, extras.list[i]),
			    &extras);
}

void queue_groups(struct reading *r, const struct toml *table, group_filter *is_wanted)
{
	struct strings names = { 0 };

	for (const struct toml *group = toml_first(table); group; group = group->next)
		if (group->key && is_wanted(r, group->key))
			strings_add(&names, requirement_key(group->key));
	for (size_t i = 0; i < names.count; i++) {
		const struct toml *list = member_named(table, names.list[i]);

		queue_members(r, list, NULL, NULL);
		for (const struct toml *member = toml_first(list); member; member = member->next) {
			const char *name = toml_string_at(member, "include-group");

			if (name)
				add_once(&names, requirement_key(name));
		}
	}
}

static bool is_chosen_group(struct reading *r, const char *group)
{
	return is_chosen(r->groups, group);
}

void read_project_file(struct reading *r)
{
	const struct toml *root = r->document->root;

	nodes_read(r, NULL);
	queue_project(r, &r->extras->names);
	queue_groups(r, toml_at(root, "dependency-groups"), is_chosen_group);
	queue_follow(r);
}
