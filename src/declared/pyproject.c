/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pyproject.toml: [project] (PEP 621) with its extras, and [dependency-groups] (PEP 735). */
#include "declared/reading.h"
#include "print/msg.h"

/* Add to EXTRAS those of the project NAME that the array LIST requires, which are its own. */
static void add_own_extras(const struct toml *list, const char *name, struct strings *extras)
{
	struct requirement q;

	for (const struct toml *e = name && list ? list->first : NULL; e; e = e->next)
		if (e->type == TOML_STRING && !requirement_parse(e->text, &q) &&
		    streq(q.key, requirement_key(name)))
			for (size_t i = 0; i < q.extras.count; i++)
				if (!strings_contain(extras, q.extras.list[i]))
					strings_add(extras, q.extras.list[i]);
}

/* Add the FIELD of [project], which may be told only by a build; or the LIST of an extra in it. */
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
		if (!strings_contain(&extras, names->list[i]))
			strings_add(&extras, names->list[i]);
	for (size_t i = 0; i < extras.count; i++)
		queue_field(r, "optional-dependencies", member_named(optional, extras.list[i]),
			    &extras);
}

void queue_groups(struct reading *r, const struct toml *table, group_filter *is_wanted)
{
	struct strings names = { 0 };

	for (const struct toml *g = table ? table->first : NULL; g; g = g->next)
		if (g->key && is_wanted(r, g->key))
			strings_add(&names, requirement_key(g->key));
	for (size_t i = 0; i < names.count; i++) {
		const struct toml *list = member_named(table, names.list[i]);

		queue_members(r, list, NULL, NULL);
		for (const struct toml *e = list ? list->first : NULL; e; e = e->next) {
			const char *name = toml_string_at(e, "include-group");

			if (name && !strings_contain(&names, requirement_key(name)))
				strings_add(&names, requirement_key(name));
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
