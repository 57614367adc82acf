/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The requirements in a pyproject.toml, as text (PEP 508) or as values of uv and poetry:
 *
 *   [project]
 *   name = "p"
 *   dependencies = ["flask>=3"]
 *   [project.optional-dependencies]
 *   all = ["p[async]"]
 *   async = ["asgiref"]
 *   [dependency-groups]
 *   dev = ["pytest", { include-group = "lint" }]
 *   lint = ["ruff"]
 *   [tool.poetry.dependencies]
 *   python = "^3.9"
 *   click = { version = "^8", extras = ["x"], optional = true }
 */
#include <stdlib.h>

#include "core/path.h"
#include "declared/reading.h"
#include "formats/pep440.h"
#include "print/msg.h"

/* ---- requirements in lists and tables --------------------------------------------- */

void read_extras(const struct toml *value, struct requirement *requirement)
{
	/* uv has the key "extra", poetry "extras". */
	const struct toml *extras = toml_at(value, toml_at(value, "extra") ? "extra" : "extras");

	for (const struct toml *extra = toml_first(extras); extra; extra = extra->next)
		if (extra->type == TOML_STRING)
			strings_add(&requirement->extras, requirement_key(extra->text));
}

/*
 * Read REQ's versions, extras and marker from VALUE: a version, "^1", or a table. ONLY: see
 * queue_members().
 */
static void fill_requirement(const struct reading *r, const struct toml *value,
			     const struct toml *only, struct declared *req)
{
	const char *version =
		value->type == TOML_STRING ? value->text : toml_string_at(value, "version");
	const char *marker = toml_string_at(value, toml_at(value, "marker") ? "marker" : "markers");

	set_versions(req, version, r->is_lock && !r->lock);
	read_extras(value, &req->requirement);
	/*
	 * uv writes extras that exclude each other as made-up extras in markers:
	 * 'extra-5-proj-cpu'.
	 */
	if (marker && (strstr(marker, "'extra-") || strstr(marker, "'group-"))) {
		req->unsure = "it conflicts with an extra or a group";
		marker = NULL;
	}
	req->requirement.marker = marker;
	/* The marker may ask for the extra ONLY, which is chosen. Later tests know of no extra. */
	if (only && declared_applies(r, req, requirement_key(only->key)))
		req->requirement.marker = NULL;
	if (toml_at(value, "python") || toml_at(value, "platform"))
		req->unsure = "it depends on the Python or the platform in poetry's own words";
}

/*
 * Queue one requirement. VALUE is text of PEP 508 ("a>=1") or a table with the key "name", and NAME
 * is NULL; or it is the value of the key NAME. ONLY and UNSURE: see queue_members().
 */
static void queue_value(struct reading *r, const char *name, const struct toml *value,
			const struct toml *only, const char *unsure)
{
	struct declared req = declared_at(r, value, name ? name : toml_string_at(value, "name"));

	if (only ? !name || !array_has(r, only, name) : toml_true_at(value, "optional"))
		return;
	req.unsure = unsure;
	if (!name && value->type == TOML_STRING) {
		if (!requirement_parse(value->text, &req.requirement))
			declare_queued(r, req);
		else
			declare_unsure(r, declared_at(r, value, value->text),
				       "it is not valid (PEP 508)");
		return;
	}
	/* { include-group = "dev" } has no name: queue_groups() adds the group. */
	if (!*req.requirement.name)
		return;
	fill_requirement(r, value, only, &req);
	declare_queued(r, req);
}

void queue_members(struct reading *r, const struct toml *list, const struct toml *only,
		   const char *unsure)
{
	for (const struct toml *member = toml_first(list); member && reading_goes_on(r, 1);
	     member = member->next) {
		const char *name = member->key;

		/* poetry lists the Python among the packages. */
		if (name && streq(name, "python"))
			continue;
		if (!name || member->type != TOML_ARRAY) {
			queue_value(r, name, member, only, unsure);
			continue;
		}
		/* poetry: several requirements of one package, each for other Pythons. */
		for (const struct toml *value = member->first; value; value = value->next)
			queue_value(r, name, value, only, unsure);
	}
}

/* ---- tables ----------------------------------------------------------------------- */

/* Add to EXTRAS the extras of the project NAME itself that LIST requires: "NAME[x]" in an extra. */
static void add_own_extras(const struct toml *list, const char *name, struct set *extras)
{
	struct requirement requirement;

	for (const struct toml *member = toml_first(list); name && member; member = member->next) {
		if (member->type != TOML_STRING || requirement_parse(member->text, &requirement) ||
		    !streq(requirement.key, requirement_key(name)))
			continue;
		for (size_t i = 0; i < requirement.extras.count; i++)
			set_add(extras, requirement.extras.list[i]);
	}
}

/*
 * Queue LIST, requirements of FIELD in [project], or UNSURE ones for that reason. If FIELD is
 * dynamic, only a build tells the rest. Add the extras of the project itself that LIST requires to
 * EXTRAS.
 */
static void queue_field(struct reading *r, const char *field, const struct toml *list,
			const char *unsure, struct set *extras)
{
	const struct toml *dynamic = toml_at(r->document->root, "project.dynamic");
	const char *name = toml_string_at(r->document->root, "project.name");

	if (array_has(r, dynamic, field))
		declare_unsure(r, declared_at(r, dynamic, name),
			       formatted("its %s are dynamic", field));
	r->own = name ? requirement_key(name) : NULL;
	queue_members(r, list, NULL, unsure);
	r->own = NULL;
	add_own_extras(list, name, extras);
}

/*
 * Queue the requirements of EXTRAS, of [project], and of the extras that they require in turn. The
 * requirements of a doubtful extra are unsure. The first ASKED extras are in no doubt: for them
 * pip_lack() asks for another pip.
 */
static void queue_extras(struct reading *r, struct set *extras, size_t asked)
{
	static const char field[] = "optional-dependencies";
	const struct toml *optional = toml_at(r->document->root, "project.optional-dependencies");
	struct set doubtful = { 0 };
	struct strings doubts = { 0 };

	for (size_t i = 0; i < extras->strings.count; i++) {
		const char *extra = extras->strings.list[i];
		const char *doubt = i < asked ? NULL : extra_doubt(r, extra, NULL);

		if (doubt) {
			set_add(&doubtful, extra);
			strings_add(&doubts, doubt);
			continue;
		}
		queue_field(r, field, member_named(r, optional, extra), NULL, extras);
	}
	for (size_t i = 0; i < doubtful.strings.count; i++) {
		queue_field(r, field, member_named(r, optional, doubtful.strings.list[i]),
			    doubts.list[i], &doubtful);
		while (doubts.count < doubtful.strings.count)
			strings_add(&doubts, doubts.list[i]);
	}
}

void queue_project(struct reading *r, const struct strings *names)
{
	const struct toml *project = toml_at(r->document->root, "project");
	struct set extras = { 0 };
	size_t asked;

	note_names(r, r->extras, toml_at(project, "optional-dependencies"));
	for (size_t i = 0; i < names->count; i++) {
		set_add(&extras, names->list[i]);
		/* Only a build tells the extras. */
		if (array_has(r, toml_at(project, "dynamic"), "optional-dependencies"))
			set_add(&r->extras->known, names->list[i]);
	}
	/* Those in a requirements file were not asked for by --extra. */
	asked = r->document == r->project ? extras.strings.count : 0;
	queue_field(r, "dependencies", toml_at(project, "dependencies"), NULL, &extras);
	queue_extras(r, &extras, asked);
}

void add_included(const struct toml *group, struct set *names)
{
	for (const struct toml *m = toml_first(group); m; m = m->next)
		if (toml_string_at(m, "include-group"))
			set_add(names, requirement_key(toml_string_at(m, "include-group")));
}

void queue_groups(struct reading *r, const struct toml *table, group_filter *is_wanted)
{
	struct set names = { 0 };

	for (const struct toml *group = table_first(table); group; group = group->next) {
		note_group(r, group->key);
		if (is_wanted(r, group->key))
			set_add(&names, requirement_key(group->key));
	}
	for (size_t i = 0; i < names.strings.count; i++) {
		const struct toml *group = member_named(r, table, names.strings.list[i]);

		queue_members(r, group, NULL, r->groups_unsure);
		add_included(group, &names);
	}
}

/* ---- a project without a lock file ------------------------------------------------ */

static bool is_chosen_group(const struct reading *r, const char *group)
{
	return is_chosen(r->groups, group);
}

static void queue_pip(struct reading *r)
{
	static const char hatch[] = "it is of hatch's environment, which is not compared";
	const struct toml *root = r->document->root;
	const struct toml *env = toml_at(root, "tool.hatch.envs.default");

	queue_project(r, &r->extras->names);
	queue_groups(r, toml_at(root, "dependency-groups"), is_chosen_group);
	queue_members(r, toml_at(env, "dependencies"), NULL, hatch);
	queue_members(r, toml_at(env, "extra-dependencies"), NULL, hatch);
}

const struct manifest manifest_project = {
	.file = &file_project,
	.group = "--group",
	.is_tree = true,
	.read = queue_pip,
};
