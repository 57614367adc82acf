/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * uv.lock: the packages that `uv sync` installs. The file is a graph of packages for all platforms,
 * and the project is one of them:
 *
 *   version = 1
 *   [[package]]
 *   name = "p"
 *   source = { virtual = "." }
 *   dependencies = [{ name = "flask" }]
 *   [package.dev-dependencies]
 *   dev = [{ name = "pytest" }]
 *
 * In a workspace each member is a package like that, with its directory as the source.
 */
#include <stdlib.h>

#include "core/path.h"
#include "core/settings.h"
#include "declared/reading.h"
#include "formats/pep440.h"
#include "formats/toml_file.h"
#include "print/msg.h"

/* ---- groups ----------------------------------------------------------------------- */

/* GROUP was chosen, or is installed by default: tool.uv.default-groups, else "dev". */
static bool is_uv_group(struct reading *r, const char *group)
{
	const struct toml *defaults = toml_at(r->project_root, "tool.uv.default-groups");

	if (is_chosen(r, r->groups, group))
		return true;
	if (!defaults)
		return streq(requirement_key(group), "dev");
	return array_has(r, defaults, group) ||
	       (defaults->type == TOML_STRING && streq(defaults->text, "all"));
}

/* A variable of VARIABLES, with which uv leaves out packages, as a reason; NULL: none is set. */
static const char *left_out(const char *const *variables)
{
	while (*variables && !settings_on(getenv(*variables)))
		variables++;
	return *variables ? formatted("%s may leave it out", *variables) : NULL;
}

/* Note why packages are unsure. */
static void note_variables(struct reading *r)
{
	static const char *const of_groups[] = { "UV_NO_DEV", "UV_NO_DEFAULT_GROUPS", "UV_NO_GROUP",
						 NULL };
	static const char *const of_local[] = { "UV_NO_INSTALL_PROJECT", "UV_NO_INSTALL_WORKSPACE",
						"UV_NO_INSTALL_LOCAL", NULL };

	r->groups_unsure = left_out(of_groups);
	r->local_unsure = left_out(of_local);
}

/* ---- the lock file ---------------------------------------------------------------- */

const char *uv_project_dir(const struct toml *package)
{
	static const char *const sources[] = { "source.editable", "source.virtual",
					       "source.directory" };
	const char *dir = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(sources) && !dir; i++)
		dir = toml_string_at(package, sources[i]);
	return dir;
}

bool is_uv_project(const struct reading *r, const struct toml *package)
{
	const char *dir = uv_project_dir(package);

	return dir && !toml_at(package, "source.directory") &&
	       streq(dir, r->c->member ? r->c->member : ".");
}

/* Queue the project NODE with the chosen extras, and its groups. */
static void queue_locked(struct reading *r, const struct node *node)
{
	static const char *const only[] = { "UV_ONLY_INSTALL_PROJECT", "UV_ONLY_INSTALL_WORKSPACE",
					    "UV_ONLY_INSTALL_LOCAL", NULL };
	struct declared req = declared_at(r, node->package, node->key);

	req.unsure = left_out(only);
	if (req.unsure)
		r->groups_unsure = req.unsure;
	note_names(r, r->extras, toml_at(node->package, "optional-dependencies"));
	req.requirement.extras = r->extras->names;
	declare_queued(r, req);
	queue_groups(r, toml_at(node->package, "dev-dependencies"), is_uv_group);
}

void read_uv_lock(struct reading *r)
{
	const struct toml *root = r->document->root, *version = toml_at(root, "version");
	const struct toml *members = toml_at(root, "manifest.members");
	bool is_locked = false;

	if (!reading_knows(r, version ? version->text : NULL, 1, 1))
		return;
	note_variables(r);
	nodes_of_packages(r, toml_at(root, "package"));
	for (size_t i = 0; i < r->node_count; i++)
		is_locked = is_locked || is_uv_project(r, r->nodes[i].package);
	/* A member may be newer than the lock file. */
	if (r->c->member && !is_locked)
		return;
	note_names(r, r->extras, toml_at(r->project_root, "project.optional-dependencies"));
	note_names(r, r->groups, toml_at(r->project_root, "dependency-groups"));
	for (size_t i = 0; i < r->node_count; i++) {
		const struct node *node = &r->nodes[i];

		/* In a workspace without a project uv installs all members. */
		if (is_locked ? is_uv_project(r, node->package) : array_has(r, members, node->key))
			queue_locked(r, node);
	}
	/* A member has groups of its own, and not those of the workspace. */
	if (!r->c->member)
		queue_groups(r, toml_at(root, "manifest.dependency-groups"), is_uv_group);
}

/* ---- a project without a lock file ------------------------------------------------ */

/* Note the packages whose requirements UV, the table of uv's settings, replaces. */
static void note_settings(struct reading *r, const struct toml *uv)
{
	static const char *const lists[] = { "override-dependencies", "exclude-dependencies",
					     "dependency-metadata" };
	struct requirement requirement;

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		for (const struct toml *e = toml_first(toml_at(uv, lists[i])); e; e = e->next) {
			const char *text =
				e->type == TOML_STRING ? e->text : toml_string_at(e, "name");

			if (text && !requirement_parse(text, &requirement))
				add_once(r, &r->replaced, requirement.key);
		}
	/* A version that a source has counts, whatever version is required. */
	for (const struct toml *s = table_first(toml_at(uv, "sources")); s; s = s->next)
		if (dists_find(r->c->dists, s->key))
			add_once(r, &r->replaced, requirement_key(s->key));
}

void queue_uv(struct reading *r)
{
	const struct toml *root = r->document->root;
	const struct toml *dev = toml_at(root, "tool.uv.dev-dependencies");

	if (!toml_at(root, "project"))
		declared_fault(r->c, "'%s' has no [project], and no lock file beside it",
			       shown(r->document->name));
	note_variables(r);
	note_settings(r, toml_at(root, "tool.uv"));
	/* The settings of a workspace count for its members. */
	note_settings(r, toml_at(manifest_pyproject(r->c->project, NULL), "tool.uv"));
	note_settings(r, toml_read_project_file(path_join(r->c->project, "uv.toml"), NULL));
	queue_project(r, &r->extras->names);
	queue_groups(r, toml_at(root, "dependency-groups"), is_uv_group);
	if (dev && is_uv_group(r, "dev"))
		queue_members(r, dev, NULL, r->groups_unsure);
}

/* ---- lists of requirements -------------------------------------------------------- */

/* Read ENTRY, a requirement in uv.lock: { name = "flask", extras = ["async"], git = "…" } */
static void read_locked_requirement(const struct toml *entry, struct requirement *requirement)
{
	static const char *const sources[] = { "git",      "url",     "path",
					       "editable", "virtual", "directory" };
	const char *specifiers = toml_string_at(entry, "specifier");

	if (specifiers)
		requirement->specifiers = specifiers;
	requirement->marker = toml_string_at(entry, "marker");
	read_extras(entry, requirement);
	for (size_t i = 0; i < ARRAY_SIZE(sources); i++)
		if (toml_at(entry, sources[i]))
			requirement->url = sources[i];
}

/* Add REQ to L if its marker holds without an extra, or with one of EXTRAS: then it is of that. */
static void list_requirement(const struct reading *r, struct declared req,
			     const struct strings *extras, struct declared_list *l)
{
	bool holds = declared_applies(r, &req, "");

	for (size_t i = 0; extras && i < extras->count && !holds; i++) {
		req.part = extras->list[i];
		holds = declared_applies(r, &req, req.part);
	}
	if (holds)
		declared_add(r, l, &req);
}

void list_requirements(const struct reading *r, const struct toml *array, const char *part,
		       const struct strings *extras, struct declared_list *l)
{
	for (const struct toml *e = toml_first(array); e; e = e->next) {
		struct declared req = declared_at(r, e, toml_string_at(e, "name"));
		struct requirement *requirement = &req.requirement;

		if (e->type == TOML_TABLE)
			read_locked_requirement(e, requirement);
		else if (e->type != TOML_STRING || requirement_parse(e->text, requirement))
			continue;
		/* { include-group = "dev" } has no name. */
		req.part = part;
		if (*requirement->key)
			list_requirement(r, req, extras, l);
	}
}

void list_groups(const struct reading *r, const struct toml *table, struct declared_list *l)
{
	for (const struct toml *group = table_first(table); group; group = group->next) {
		const char *key = requirement_key(group->key);
		struct strings names = { 0 };

		strings_add(&names, key);
		for (size_t i = 0; i < names.count; i++) {
			const struct toml *part = member_named(r, table, names.list[i]);

			list_requirements(r, part, key, NULL, l);
			add_included(r, part, &names);
		}
	}
}

/* A and B are of one package. With a source, or "" for an unknown one, versions do not count. */
static bool same_requirement(const struct reading *r, const struct requirement *a,
			     const struct requirement *b)
{
	bool from_source = a->url;

	if (!reading_goes_on(r, strlen(a->specifiers) * strlen(b->specifiers) +
					a->extras.count * b->extras.count))
		return false;
	if ((a->url && !*a->url) || (b->url && !*b->url))
		from_source = a->url && b->url;
	else if (!a->url != !b->url)
		return false;
	return requirement_same_extras(a, b) &&
	       (from_source || pep440_same_specifiers(a->specifiers, b->specifiers));
}

/* Each requirement of A is in B. */
static bool has_all(const struct reading *r, const struct declared_list *a,
		    const struct declared_list *b)
{
	for (size_t i = 0; i < a->count; i++) {
		const struct requirement *wanted = &a->list[i].requirement;
		bool found = false;

		for (size_t k = 0; k < b->count && !found && reading_goes_on(r, 1); k++)
			found = streq(b->list[k].requirement.key, wanted->key) &&
				streq(b->list[k].part, a->list[i].part) &&
				same_requirement(r, &b->list[k].requirement, wanted);
		if (!found)
			return false;
	}
	return true;
}

bool lists_differ(const struct reading *r, const struct declared_list *a,
		  const struct declared_list *b)
{
	return !has_all(r, a, b) || !has_all(r, b, a);
}
