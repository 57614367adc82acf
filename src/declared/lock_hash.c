/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hash of the project's file that poetry, pdm and pipenv keep in their lock files: SHA-256 of
 * what Python's json.dumps(…, sort_keys=True) writes for parts of it.
 */
#include <jansson.h>
#include <stdlib.h>

#include "core/mem.h"
#include "declared/reading.h"
#include "formats/hash.h"
#include "formats/pep440.h"

/* ---- JSON ------------------------------------------------------------------------- */

static json_t *json_of(const struct toml *value);

static json_t *json_of_table(const struct toml *table)
{
	json_t *object = json_object();

	for (const struct toml *m = table->first; m; m = m->next)
		if (json_object_set_new(object, m->key, json_of(m))) {
			json_decref(object);
			return NULL;
		}
	return object;
}

static json_t *json_of_array(const struct toml *list)
{
	json_t *array = json_array();

	for (const struct toml *m = list->first; m; m = m->next)
		if (json_array_append_new(array, json_of(m))) {
			json_decref(array);
			return NULL;
		}
	return array;
}

/* VALUE as JSON. NULL: it is a number or a date, which Python may write in another way. */
static json_t *json_of(const struct toml *value)
{
	if (value->type == TOML_TABLE)
		return json_of_table(value);
	if (value->type == TOML_ARRAY)
		return json_of_array(value);
	if (value->type == TOML_STRING)
		return json_stringn(value->text, value->len);
	return value->type == TOML_BOOLEAN ? json_boolean(streq(value->text, "true")) : NULL;
}

/* Set KEY of OBJECT to VALUE, or to NONE if that is NULL. Returns 0, or -1: VALUE is no JSON. */
static int put_member(json_t *object, const char *key, const struct toml *value, json_t *none)
{
	if (!value)
		return json_object_set_new(object, key, none);
	json_decref(none);
	return json_object_set_new(object, key, json_of(value));
}

/* The hash of OBJECT, which is released. FLAGS are jansson's. NULL: unknown. */
static const char *hash_of(json_t *object, size_t flags)
{
	char *text = json_dumps(object, JSON_SORT_KEYS | JSON_ENSURE_ASCII | flags);
	/* Python writes other escapes than jansson for characters that are not ASCII. */
	bool is_same = text && !strstr(text, "\\u") && !strchr(text, '\x7F');
	const char *hash = is_same ? sha256_hex(text) : NULL;

	free(text);
	json_decref(object);
	return hash;
}

/* ---- pdm.lock --------------------------------------------------------------------- */

/*
 * The groups of ROOT: by normalized names, as pdm writes them since 2.20, or pdm's own as they are.
 */
static json_t *pdm_groups(const struct toml *root, bool normalized)
{
	const struct toml *own = toml_at(root, "tool.pdm.dev-dependencies");
	const struct toml *groups = toml_at(root, "dependency-groups");
	json_t *object = json_object();

	if (!normalized) {
		json_decref(object);
		return own ? json_of(own) : json_object();
	}
	for (const struct toml *g = toml_first(groups); g; g = g->next)
		json_object_set_new(object, requirement_key(g->key), json_of(g));
	for (const struct toml *g = toml_first(own); g; g = g->next) {
		json_t *list = json_object_get(object, requirement_key(g->key)), *more = json_of(g);

		if (!list)
			json_object_set(object, requirement_key(g->key), more);
		else
			json_array_extend(list, more);
		json_decref(more);
	}
	return object;
}

static const char *pdm_hash(const struct toml *root, bool normalized)
{
	const struct toml *project = toml_at(root, "project"), *tool = toml_at(root, "tool.pdm");
	const struct toml *requires = toml_at(project, "requires-python");
	json_t *object = json_object();

	if (put_member(object, "sources", toml_at(tool, "source"), json_array()) ||
	    put_member(object, "dependencies", toml_at(project, "dependencies"), json_array()) ||
	    json_object_set_new(object, "dev-dependencies", pdm_groups(root, normalized)) ||
	    put_member(object, "optional-dependencies", toml_at(project, "optional-dependencies"),
		       json_object()) ||
	    put_member(object, "requires-python", requires, json_string("")) ||
	    put_member(object, "resolution", toml_at(tool, "resolution"), json_object())) {
		json_decref(object);
		return NULL;
	}
	return hash_of(object, 0);
}

const struct document *changed_since_pdm_lock(struct reading *r)
{
	const struct toml *metadata = toml_at(r->document->root, "metadata");
	const char *version = toml_string_at(metadata, "lock_version");
	const char *made = toml_string_at(metadata, "content_hash"), *hash;

	/* Before 2.17 pdm had another hash. */
	if (!made || !version || !pep440_matches(version, ">=4.5,<5"))
		return NULL;
	for (int normalized = 0; normalized <= 1; normalized++) {
		hash = pdm_hash(r->project->root, normalized);
		if (!hash || streq(made, joined("sha256:", hash)))
			return NULL;
	}
	return r->project;
}

/* ---- poetry.lock ------------------------------------------------------------------ */

/*
 * The members KEYS of TABLE, which end in NULL; the first NULLS of them are null where they are
 * missing.
 */
static json_t *poetry_keys(const struct toml *table, const char *const *keys, size_t nulls)
{
	json_t *object = json_object();

	for (size_t i = 0; keys[i]; i++) {
		const struct toml *value = toml_at(table, keys[i]);

		if ((value || i < nulls) && put_member(object, keys[i], value, json_null())) {
			json_decref(object);
			return NULL;
		}
	}
	return object;
}

/*
 * The hash that poetry makes of a file with the table ROOT: since 2.3 with the table GROUPS, since
 * 2.0 with the table PROJECT. Each may be NULL. NULL: unknown.
 */
static const char *poetry_hash(const struct toml *root, const struct toml *project,
			       const struct toml *groups)
{
	static const char *const tool_keys[] = { "dependencies",     "source", "extras",
						 "dev-dependencies", "group",  NULL };
	static const char *const keys[] = { "requires-python", "dependencies",
					    "optional-dependencies", NULL };
	json_t *own = poetry_keys(project, keys, 0), *tool, *all;
	bool has_own = json_object_size(own), has_groups = toml_first(groups);
	bool is_first = !has_own && !has_groups;

	/* Before [project] counted, the table of poetry was all, with nulls in it. */
	tool = poetry_keys(toml_at(root, "tool.poetry"), tool_keys, is_first ? 4 : 0);
	if (is_first || !own || !tool) {
		bool is_known = own && tool;

		json_decref(own);
		if (is_known)
			return hash_of(tool, 0);
		json_decref(tool);
		return NULL;
	}
	all = json_pack("{s:{s:o}}", "tool", "poetry", tool);
	if (has_own)
		json_object_set(all, "project", own);
	json_decref(own);
	if (!has_groups || !put_member(all, "dependency-groups", groups, NULL))
		return hash_of(all, 0);
	json_decref(all);
	return NULL;
}

const struct document *changed_since_poetry_lock(struct reading *r)
{
	const struct toml *root = r->project->root, *project = toml_at(root, "project");
	const struct toml *groups = toml_at(root, "dependency-groups");
	const char *made = toml_string_at(r->document->root, "metadata.content-hash");
	const char *hashes[] = { poetry_hash(root, project, groups),
				 poetry_hash(root, project, NULL), poetry_hash(root, NULL, NULL) };

	for (size_t i = 0; made && i < ARRAY_SIZE(hashes); i++)
		if (!hashes[i] || streq(hashes[i], made))
			return NULL;
	return made ? r->project : NULL;
}

/* ---- Pipfile.lock ----------------------------------------------------------------- */

/*
 * Set KEY of OBJECT to the packages in TABLE, which may be NULL, with the names as they are or
 * NORMALIZED. Returns 0, or -1: TABLE is none, or no JSON.
 */
static int put_packages(json_t *object, const char *key, const struct toml *table, bool normalized)
{
	json_t *packages = json_object();
	int ret = json_object_set_new(object, key, packages);

	if (table && table->type != TOML_TABLE)
		return -1;
	for (const struct toml *p = toml_first(table); p && !ret; p = p->next)
		ret = json_object_set_new(packages, normalized ? requirement_key(p->key) : p->key,
					  json_of(p));
	return ret;
}

static const char *pipfile_hash(const struct toml *root, bool normalized)
{
	json_t *object = json_object(), *meta = json_object();
	bool known = !put_member(meta, "sources", toml_at(root, "source"), json_array()) &&
		     !put_member(meta, "requires", toml_at(root, "requires"), json_object());

	json_object_set_new(object, "_meta", meta);
	known = known && !put_packages(object, "default", toml_at(root, "packages"), normalized) &&
		!put_packages(object, "develop", toml_at(root, "dev-packages"), normalized);
	for (const struct toml *t = toml_first(root); t && known; t = t->next) {
		bool is_put = streq(t->key, "packages") || streq(t->key, "dev-packages") ||
			      json_object_get(object, t->key);

		if (!is_put && pipfile_is_category(t->key))
			known = !put_packages(object, t->key, t, normalized);
	}
	if (known)
		return hash_of(object, JSON_COMPACT);
	json_decref(object);
	return NULL;
}

/* MADE is the hash of ROOT, or that is unknown. Older releases of pipenv took names as they are. */
static bool fits_pipfile(const char *made, const struct toml *root)
{
	const char *hash = pipfile_hash(root, true);

	if (hash && !streq(made, hash))
		hash = pipfile_hash(root, false);
	return !hash || streq(made, hash);
}

const struct document *changed_since_pipfile_lock(struct reading *r)
{
	const char *made;
	json_t *root = json_loadb(r->document->data, r->document->len, 0, NULL);
	json_t *hash = json_object_get(json_object_get(root, "_meta"), "hash");
	bool changed;

	made = json_string_value(json_object_get(hash, "sha256"));
	/* pipenv makes up a source where there is none. */
	changed = made && toml_at(r->project->root, "source") &&
		  !fits_pipfile(made, r->project->root);
	json_decref(root);
	return changed ? r->project : NULL;
}
