/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/origin.h"

#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <strings.h>

#include "core/buf.h"
#include "core/mem.h"
#include "formats/hash.h"

/* The string KEY of OBJECT, copied. NULL: none. */
static const char *get(json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? mem_dups(text) : NULL;
}

/* Each reader sets O by INFO, the object of its key, and returns the fault or NULL. */
static const char *read_archive(json_t *info, struct origin *o)
{
	struct buf first = BUF_INIT;
	const char *name;
	json_t *value;

	o->kind = ORIGIN_ARCHIVE;
	o->hash = get(info, "hash");
	/* jansson keeps the order of the file. */
	json_object_foreach(json_object_get(info, "hashes"), name, value)
	{
		if (json_is_string(value) && !first.len)
			buf_putl(&first, name, "=", json_string_value(value));
	}
	o->first_hash = first.len ? first.data : NULL;
	return o->hash && !strchr(o->hash, '=') ? "has a hash without '='" : NULL;
}

static const char *read_vcs(json_t *info, struct origin *o)
{
	o->kind = ORIGIN_VCS;
	o->vcs = get(info, "vcs");
	o->commit = get(info, "commit_id");
	return o->vcs && o->commit ? NULL : "has no VCS or no commit";
}

static const char *read_dir(json_t *info, struct origin *o)
{
	o->kind = ORIGIN_DIR;
	o->editable = json_is_true(json_object_get(info, "editable"));
	return o->editable && !url_path(o->url) ? "has an editable that is not on this machine" :
						  NULL;
}

static const char *read_root(json_t *root, struct origin *o)
{
	static const struct {
		const char *key;
		const char *(*read)(json_t *info, struct origin *o);
	} infos[] = {
		{ "archive_info", read_archive },
		{ "vcs_info", read_vcs },
		{ "dir_info", read_dir },
	};
	const char *problem = NULL;
	size_t count = 0;

	o->url = get(root, "url");
	o->subdirectory = get(root, "subdirectory");
	if (!o->url)
		return "has no URL";
	for (size_t i = 0; i < ARRAY_SIZE(infos); i++) {
		json_t *info = json_object_get(root, infos[i].key);

		count += json_is_object(info);
		if (json_is_object(info))
			problem = infos[i].read(info, o);
	}
	return count == 1 ? problem : "must have one of archive_info, vcs_info and dir_info";
}

const char *origin_parse(const char *data, size_t len, struct origin *origin)
{
	json_t *root = json_loadb(data, len, 0, NULL);
	const char *problem;

	*origin = (struct origin){ .kind = ORIGIN_INDEX };
	problem = json_is_object(root) ? read_root(root, origin) : "is not a JSON object";
	json_decref(root);
	if (problem)
		*origin = (struct origin){ .kind = ORIGIN_INDEX };
	return problem;
}

/* ---- URLs --------------------------------------------------------------- */

const char *url_of_path(const char *path)
{
	static const char hex[] = "0123456789ABCDEF";
	struct buf b = BUF_INIT;

	buf_puts(&b, "file://");
	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;

		if (strchr(base64_digits, *path) || strchr(".~/", *path))
			buf_putc(&b, *path);
		else
			buf_putl(&b, "%", (const char[]){ hex[c >> 4], hex[c & 15], '\0' });
	}
	return b.data;
}

const char *url_decode(const char *text, const char *end)
{
	struct buf b = BUF_INIT;

	for (; text < end; text++) {
		bool is_escape = end - text > 2 && *text == '%' &&
				 isxdigit((unsigned char)text[1]) &&
				 isxdigit((unsigned char)text[2]);

		if (!is_escape) {
			buf_putc(&b, *text);
			continue;
		}
		buf_putc(&b, (char)strtoul((const char[]){ text[1], text[2], '\0' }, NULL, 16));
		text += 2;
	}
	return strlen(b.data) == b.len ? b.data : NULL;
}

const char *url_path(const char *url)
{
	if (strncasecmp(url, "file:", strlen("file:")) != 0)
		return NULL;
	url += strlen("file:");
	if (starts_with(url, "//")) {
		url += 2;
		if (starts_with(url, "localhost/"))
			url += strlen("localhost");
	}
	return *url == '/' ? url_decode(url, url + strcspn(url, "?#")) : NULL;
}
