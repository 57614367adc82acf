/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requirements in lists and tables of TOML, as text or as uv and poetry write them, into the queue. */
#include "declared/reading.h"
#include "formats/pep440.h"

/* Queue VALUE, a requirement as text (PEP 508). */
static void queue_text(struct reading *r, const struct toml *value, const char *unsure)
{
	struct declared req = declared_at(r, value, NULL);

	req.unsure = unsure;
	if (requirement_parse(value->text, &req.requirement))
		declare_unsure(r, declared_at(r, value, value->text), "it is not valid (PEP 508)");
	else
		declare_queued(r, req);
}

/*
 * The specifiers for VERSION, the value of a key: a bare version is exact, letter by letter. "": any
 * version, also for poetry's own "^1".
 */
static const char *specifiers_for(const char *version)
{
	if (!version)
		return "";
	if (pep440_normalize(version))
		return joined("===", version);
	return pep440_are_specifiers(version) ? version : "";
}

static void read_extras(const struct toml *value, struct requirement *requirement)
{
	/* uv has the key "extra", poetry "extras". */
	const struct toml *extras = toml_at(value, toml_at(value, "extra") ? "extra" : "extras");

	for (const struct toml *extra = toml_first(extras); extra; extra = extra->next)
		if (extra->type == TOML_STRING)
			strings_add(&requirement->extras, requirement_key(extra->text));
}

/*
 * Add one requirement to the queue. VALUE is text of PEP 508 ("a>=1", NAME is NULL), or the value of
 * the key NAME: a version ("^1") or a table. NAME is NULL for a table that has the key "name". ONLY and
 * UNSURE: see queue_members().
 */
static void queue_value(struct reading *r, const char *name, const struct toml *value,
			const struct toml *only, const char *unsure)
{
	bool is_text = value->type == TOML_STRING;
	struct declared req = declared_at(r, value, name ? name : toml_string_at(value, "name"));
	struct requirement *requirement = &req.requirement;

	if (is_text && !name) {
		queue_text(r, value, unsure);
		return;
	}
	/* { include-group = "dev" } has no name: queue_groups() adds the group. */
	if (!*requirement->name)
		return;
	req.unsure = unsure;
	requirement->specifiers =
		specifiers_for(is_text ? value->text : toml_string_at(value, "version"));
	requirement->marker =
		toml_string_at(value, toml_at(value, "marker") ? "marker" : "markers");
	read_extras(value, requirement);
	/* uv writes extras that exclude each other as made-up extras in markers: 'extra-5-proj-cpu'. */
	if (requirement->marker &&
	    (strstr(requirement->marker, "'extra-") || strstr(requirement->marker, "'group-"))) {
		req.unsure = "it conflicts with an extra or a group";
		requirement->marker = NULL;
	}
	/* The marker may ask for the extra ONLY, which is chosen. Later tests know of no extra. */
	if (only && marker_holds(requirement->marker, &r->env, requirement_key(only->key)))
		requirement->marker = NULL;
	if (toml_at(value, "python") || toml_at(value, "platform"))
		req.unsure = "it depends on the Python or the platform in poetry's own words";
	declare_queued(r, req);
}

/* queue_value(), if ONLY names NAME; without ONLY, if VALUE is not optional. */
static void queue_member(struct reading *r, const char *name, const struct toml *value,
			 const struct toml *only, const char *unsure)
{
	bool is_wanted = !toml_true_at(value, "optional");

	if (only)
		is_wanted = name && array_has(only, name);
	if (is_wanted)
		queue_value(r, name, value, only, unsure);
}

void queue_members(struct reading *r, const struct toml *list, const struct toml *only,
		   const char *unsure)
{
	for (const struct toml *member = toml_first(list); member; member = member->next) {
		const char *name = member->key;

		/* poetry lists the Python among the packages. */
		if (name && streq(name, "python"))
			continue;
		if (!name || member->type != TOML_ARRAY) {
			queue_member(r, name, member, only, unsure);
			continue;
		}
		/* poetry: several requirements of one package, each for other Pythons. */
		for (const struct toml *value = member->first; value; value = value->next)
			queue_member(r, name, value, only, unsure);
	}
}
