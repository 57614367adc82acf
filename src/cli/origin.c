/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/origin.h"

#include <jansson.h>

#include "cli/url.h"
#include "core/buf.h"
#include "core/mem.h"

#include "core/banned.h"

/** What is being read, and the first thing that is wrong with it. */
struct reading {
	const struct pip_rules *rules;
	struct origin *origin;
	const char *problem;
};

static void fail(struct reading *r, const char *problem)
{
	if (!r->problem)
		r->problem = problem;
}

/* The value of KEY; NULL: there is none.  PEP 610 knows no null, some pips do. */
static json_t *get(const struct reading *r, json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	return json_is_null(value) && r->rules->direct_url_strict ? NULL : value;
}

static const char *get_string(struct reading *r, json_t *object, const char *key)
{
	json_t *value = get(r, object, key);

	if (!value)
		return NULL;
	if (!json_is_string(value)) {
		fail(r, "has something in it that should be a string");
		return NULL;
	}
	if (strlen(json_string_value(value)) != json_string_length(value)) {
		fail(r, "has a NUL in it");
		return NULL;
	}
	return mem_dups(json_string_value(value));
}

static const char *get_required(struct reading *r, json_t *object, const char *key,
				const char *problem)
{
	const char *value = get_string(r, object, key);

	if (!value)
		fail(r, problem);
	return value;
}

/* The first of `hashes`, in the order of the file, as "sha256=aa". */
static const char *first_hash(struct reading *r, json_t *hashes)
{
	struct buf first = BUF_INIT;
	const char *name;
	json_t *value;

	json_object_foreach(hashes, name, value)
	{
		if (!json_is_string(value)) {
			if (r->rules->direct_url_strict)
				fail(r, "has a hash that is not a string");
			continue;
		}
		if (!first.len)
			buf_putl(&first, name, "=", json_string_value(value));
	}
	return first.len ? first.data : NULL;
}

/* HASH, "sha256=aa", is what HASHES have for it. */
static bool agrees(const char *hash, json_t *hashes)
{
	const char *equals = strchr(hash, '=');
	json_t *value = json_object_get(hashes, mem_dup(hash, (size_t)(equals - hash)));

	return json_is_string(value) && streq(json_string_value(value), equals + 1);
}

static void read_archive(struct reading *r, json_t *info)
{
	struct origin *o = r->origin;
	bool strict = r->rules->direct_url_strict;
	json_t *hashes = r->rules->hash_checked ? get(r, info, "hashes") : NULL;

	o->kind = ORIGIN_ARCHIVE;
	o->hash = get_string(r, info, "hash");
	if (hashes && !json_is_object(hashes))
		fail(r, "has 'hashes' that are no object");
	if (o->hash && r->rules->hash_checked && !strchr(o->hash, '='))
		fail(r, "has a hash without '='");
	if (r->problem)
		return;
	o->first_hash = first_hash(r, hashes);
	if (strict && o->hash && hashes && !agrees(o->hash, hashes))
		fail(r, "has a 'hash' that is none of its 'hashes'");
	if (strict && !hashes)
		o->first_hash = o->hash;
}

static void read_vcs(struct reading *r, json_t *info)
{
	struct origin *o = r->origin;

	o->kind = ORIGIN_VCS;
	o->vcs = get_required(r, info, "vcs", "does not say which VCS");
	o->commit = get_required(r, info, "commit_id", "has no commit");
	(void)get_string(r, info, "requested_revision");
}

static void read_dir(struct reading *r, json_t *info)
{
	json_t *editable = get(r, info, "editable");

	r->origin->kind = ORIGIN_DIR;
	r->origin->editable = json_is_true(editable);
	if (editable && !json_is_boolean(editable))
		fail(r, "has an 'editable' that is neither true nor false");
	if (r->rules->direct_url_strict && r->origin->url &&
	    !starts_with(r->origin->url, "file://"))
		fail(r, "has a directory that is not 'file://'");
}

static void read_infos(struct reading *r, json_t *root)
{
	static const struct {
		const char *key;
		void (*read)(struct reading *r, json_t *info);
	} infos[] = {
		{ "archive_info", read_archive },
		{ "dir_info", read_dir },
		{ "vcs_info", read_vcs },
	};
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_SIZE(infos); i++) {
		json_t *info = get(r, root, infos[i].key);

		if (!info)
			continue;
		count++;
		if (json_is_object(info))
			infos[i].read(r, info);
		else
			fail(r, "has something in it that should be an object");
	}
	if (count != 1)
		fail(r, "must have one of archive_info, dir_info and vcs_info");
}

/*
 * pip looks for keys in what is none of its kinds, and dies of it: of null and
 * numbers; the newest of all that is no object.
 */
static bool crashes(const struct reading *r, const json_t *root)
{
	return r->rules->direct_url_strict || (!json_is_array(root) && !json_is_string(root));
}

static void read_root(struct reading *r, json_t *root, bool *fatal)
{
	struct origin *o = r->origin;

	if (!json_is_object(root)) {
		fail(r, "is not a JSON object");
		*fatal = crashes(r, root);
		return;
	}
	o->url = get_required(r, root, "url", "has no URL");
	o->subdirectory = get_string(r, root, "subdirectory");
	read_infos(r, root);
	if (!r->problem && o->editable && !url_path(o->url) && !r->rules->editable_by_url) {
		fail(r, "has an editable that is not on this machine");
		*fatal = true;
	}
}

const char *origin_parse(const char *data, size_t len, const struct pip_rules *rules,
			 struct origin *origin, bool *fatal)
{
	struct reading r = { .rules = rules, .origin = origin };
	json_error_t error;
	json_t *root;

	*origin = (struct origin){ .kind = ORIGIN_INDEX };
	*fatal = false;
	root = json_loadb(data, len, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
	if (root)
		read_root(&r, root, fatal);
	else if (json_error_code(&error) == json_error_invalid_utf8) {
		*fatal = true;
		r.problem = "is not UTF-8";
	} else {
		r.problem = "is not JSON";
	}
	json_decref(root);
	if (r.problem)
		*origin = (struct origin){ .kind = ORIGIN_INDEX };
	return r.problem;
}
