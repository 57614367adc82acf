/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Did the project's file change since its lock file was made? poetry, pdm and pipenv keep a SHA-256
 * of some tables of the project's file in the lock file. They hash the JSON text that Python's
 * json.dumps(…, sort_keys=True) writes for these tables:
 *
 *   {"dependencies": ["flask>=3"], "requires-python": ">=3.9"}
 *
 * This file makes the same text. Releases of a tool differ in the tables that they hash: the
 * project's file is unchanged if the hash of one release fits, or is unknown.
 */
#include <jansson.h>
#include <stdlib.h>

#include "declared/reading.h"
#include "formats/hash.h"
#include "formats/pep440.h"

/* ---- JSON ------------------------------------------------------------------------- */

/* A string in place of a value that Python may write in another way: hash_of() looks for it. */
#define UNKNOWN "\x7F"

/* VALUE, which is UTF-8, as JSON. A number or a date is UNKNOWN. */
static json_t *json_of(const struct toml *value)
{
	json_t *json;

	if (value->type == TOML_STRING)
		return json_stringn(value->text, value->len);
	if (value->type == TOML_BOOLEAN)
		return json_boolean(streq(value->text, "true"));
	if (value->type != TOML_TABLE && value->type != TOML_ARRAY)
		return json_string(UNKNOWN);
	json = value->type == TOML_TABLE ? json_object() : json_array();
	for (const struct toml *m = value->first; m; m = m->next) {
		if (m->key)
			json_object_set_new(json, m->key, json_of(m));
		else
			json_array_append_new(json, json_of(m));
	}
	return json;
}

/* Set KEY of OBJECT to VALUE, or to ABSENT if VALUE is NULL. */
static void put_member(json_t *object, const char *key, const struct toml *value, json_t *absent)
{
	json_object_set_new(object, key, value ? json_of(value) : json_incref(absent));
	json_decref(absent);
}

/*
 * The hash of JSON, which is released. FLAGS are jansson's. NULL: unknown, as JSON has UNKNOWN or a
 * character that is not ASCII: Python writes "\u00f6" and "\u007f", jansson "\u00F6" and a DEL.
 */
static const char *hash_of(json_t *json, size_t flags)
{
	char *text = json_dumps(json, JSON_SORT_KEYS | JSON_ENSURE_ASCII | flags);
	bool is_known = text && !strstr(text, "\\u") && !strstr(text, UNKNOWN);
	const char *hash = is_known ? sha256_hex(text) : NULL;

	free(text);
	json_decref(json);
	return hash;
}

/* LOCKED is HASH, or HASH is unknown. */
static bool hash_fits(const char *hash, const char *locked)
{
	return !hash || streq(hash, locked);
}

/* ---- poetry.lock ------------------------------------------------------------------ */

/* The members KEYS of TABLE. KEYS ends with NULL. */
static json_t *members_of(const struct toml *table, const char *const *keys)
{
	json_t *members = json_object();

	for (; *keys; keys++)
		if (toml_at(table, *keys))
			json_object_set_new(members, *keys, json_of(toml_at(table, *keys)));
	return members;
}

/*
 * The hash of the tables PROJECT, TOOL ([tool.poetry]) and GROUPS ([dependency-groups]) of a
 * pyproject.toml: of their members that matter, as far as there are any.
 *
 *   {"dependency-groups": {"dev": ["pytest"]}, "project": {"dependencies": ["flask>=3"]},
 *    "tool": {"poetry": {"group": {"docs": {"optional": true}}}}}
 *
 * Without [project] and [dependency-groups] it is that of [tool.poetry] alone, with nulls:
 *
 *   {"dependencies": {"flask": "^3"}, "dev-dependencies": null, "extras": null, "source": null}
 */
static const char *poetry_hash(const struct toml *project, const struct toml *tool,
			       const struct toml *groups)
{
	static const char *const project_keys[] = { "requires-python", "dependencies",
						    "optional-dependencies", NULL };
	static const char *const tool_keys[] = { "dependencies",     "source", "extras",
						 "dev-dependencies", "group",  NULL };
	json_t *of_project = members_of(project, project_keys), *all;
	json_t *of_tool = members_of(tool, tool_keys);

	if (!json_object_size(of_project) && !toml_first(groups)) {
		json_decref(of_project);
		all = json_pack("{s:n, s:n, s:n, s:n}", "dependencies", "source", "extras",
				"dev-dependencies");
		json_object_update_new(all, of_tool);
		return hash_of(all, 0);
	}
	all = json_pack("{s:{s:o}}", "tool", "poetry", of_tool);
	if (json_object_size(of_project))
		json_object_set(all, "project", of_project);
	if (toml_first(groups))
		json_object_set_new(all, "dependency-groups", json_of(groups));
	json_decref(of_project);
	return hash_of(all, 0);
}

const struct document *changed_since_poetry_lock(struct reading *r)
{
	const struct toml *root = r->project_root, *tool = toml_at(root, "tool.poetry");
	const struct toml *project = toml_at(root, "project");
	const struct toml *groups = toml_at(root, "dependency-groups");
	const char *locked = toml_string_at(r->document->root, "metadata.content-hash");

	/* poetry hashes [dependency-groups] since 2.3, and [project] since 2.0. */
	if (!locked || hash_fits(poetry_hash(project, tool, groups), locked) ||
	    hash_fits(poetry_hash(project, tool, NULL), locked) ||
	    hash_fits(poetry_hash(NULL, tool, NULL), locked))
		return NULL;
	return r->project;
}

/* ---- pdm.lock --------------------------------------------------------------------- */

/* The groups in both tables of ROOT, by normalized names: {"dev": ["pytest"]} */
static json_t *pdm_groups(const struct toml *root)
{
	const struct toml *tables[] = { toml_at(root, "dependency-groups"),
					toml_at(root, "tool.pdm.dev-dependencies") };
	json_t *groups = json_object();

	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		for (const struct toml *g = table_first(tables[i]); g; g = g->next) {
			const char *name = requirement_key(g->key);
			json_t *group = json_object_get(groups, name), *list = json_of(g);

			if (!group)
				json_object_set(groups, name, list);
			else if (json_array_extend(group, list))
				json_object_set_new(groups, name, json_string(UNKNOWN));
			json_decref(list);
		}
	}
	return groups;
}

/*
 * The hash of the pyproject.toml ROOT with GROUPS, which are released:
 *
 *   {"dependencies": ["flask>=3"], "dev-dependencies": {"dev": ["pytest"]},
 *    "optional-dependencies": {}, "requires-python": ">=3.9", "resolution": {}, "sources": []}
 */
static const char *pdm_hash(const struct toml *root, json_t *groups)
{
	const struct toml *project = toml_at(root, "project"), *tool = toml_at(root, "tool.pdm");
	json_t *all = json_object();
	const char *hash;

	put_member(all, "dependencies", toml_at(project, "dependencies"), json_array());
	put_member(all, "optional-dependencies", toml_at(project, "optional-dependencies"),
		   json_object());
	put_member(all, "requires-python", toml_at(project, "requires-python"), json_string(""));
	put_member(all, "resolution", toml_at(tool, "resolution"), json_object());
	put_member(all, "sources", toml_at(tool, "source"), json_array());
	json_object_set_new(all, "dev-dependencies", groups);
	hash = hash_of(all, 0);
	return hash ? joined("sha256:", hash) : NULL;
}

const struct document *changed_since_pdm_lock(struct reading *r)
{
	const struct toml *root = r->project_root;
	const struct toml *own = toml_at(root, "tool.pdm.dev-dependencies");
	const struct toml *metadata = toml_at(r->document->root, "metadata");
	const char *version = toml_string_at(metadata, "lock_version");
	const char *locked = toml_string_at(metadata, "content_hash");

	/* pdm before 2.17, with lock files of version 4.4, has another hash. */
	if (!locked || !version || !pep440_matches(version, ">=4.5,<5"))
		return NULL;
	/* The hash of a workspace is made from the files of all members. */
	if (toml_at(root, "tool.pdm.workspace"))
		return NULL;
	/* pdm before 2.20 hashes its own groups alone, by names as they are. */
	if (hash_fits(pdm_hash(root, pdm_groups(root)), locked) ||
	    hash_fits(pdm_hash(root, own ? json_of(own) : json_object()), locked))
		return NULL;
	return r->project;
}

/* ---- Pipfile.lock ----------------------------------------------------------------- */

/* TABLE of a Pipfile, which may be NULL, with NORMALIZED names or as they are */
static json_t *packages_of(const struct toml *table, bool normalized)
{
	json_t *packages = json_object();

	if (table && table->type != TOML_TABLE)
		json_object_set_new(packages, "", json_string(UNKNOWN));
	for (const struct toml *p = table_first(table); p; p = p->next)
		json_object_set_new(packages, normalized ? requirement_key(p->key) : p->key,
				    json_of(p));
	return packages;
}

/*
 * The hash of the Pipfile ROOT, with NORMALIZED names of packages or as they are. Categories beside
 * the two have the names of their tables.
 *
 *   {"_meta":{"requires":{},"sources":[{"url":"https://pypi.org/simple"}]},
 *    "default":{"flask":"*"},"develop":{},"docs":{"sphinx":"*"}}
 */
static const char *pipfile_hash(const struct toml *root, bool normalized)
{
	json_t *all = json_object(), *meta = json_object();

	put_member(meta, "requires", toml_at(root, "requires"), json_object());
	put_member(meta, "sources", toml_at(root, "source"), json_array());
	json_object_set_new(all, "_meta", meta);
	json_object_set_new(all, "default", packages_of(toml_at(root, "packages"), normalized));
	json_object_set_new(all, "develop", packages_of(toml_at(root, "dev-packages"), normalized));
	for (const struct toml *t = toml_first(root); t; t = t->next) {
		if (streq(t->key, "packages") || streq(t->key, "dev-packages"))
			continue;
		if (pipfile_is_category(t->key) && !json_object_get(all, t->key))
			json_object_set_new(all, t->key, packages_of(t, normalized));
	}
	return hash_of(all, JSON_COMPACT);
}

const struct document *changed_since_pipfile_lock(struct reading *r)
{
	const struct toml *root = r->project_root;
	json_t *lock = json_loadb(r->document->data, r->document->len, 0, NULL);
	json_t *hash = json_object_get(json_object_get(lock, "_meta"), "hash");
	const char *locked = json_string_value(json_object_get(hash, "sha256"));
	/* pipenv adds a source to a Pipfile without one. It normalizes names since 2026. */
	bool fits = !locked || !toml_at(root, "source") ||
		    hash_fits(pipfile_hash(root, true), locked) ||
		    hash_fits(pipfile_hash(root, false), locked);

	json_decref(lock);
	return fits ? NULL : r->project;
}
