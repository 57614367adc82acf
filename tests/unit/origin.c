/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 43 54 59 67 */
/* direct_url.json, and URLs. */
#include "installed/origin.h"
#include "core/buf.h"
#include "test.h"

#define URL  "\"url\": \"https://h/a.whl\""
#define FILE "\"url\": \"file:///p%20q/s\""

/* All of an origin in one line. */
static const char *told(const struct origin *o)
{
	static const char *const kinds[] = { "index", "archive", "vcs", "dir" };
	struct buf b = BUF_INIT;

	buf_putl(&b, kinds[o->kind], o->editable ? " editable" : "");
	if (o->url)
		buf_putl(&b, " ", o->url);
	if (o->subdirectory)
		buf_putl(&b, " in ", o->subdirectory);
	if (o->hash)
		buf_putl(&b, " hash ", o->hash);
	if (o->first_hash)
		buf_putl(&b, " first ", o->first_hash);
	if (o->vcs)
		buf_putl(&b, " ", o->vcs, " ", o->commit);
	return b.data;
}

// clang-format off
static const struct {
	const char *text;
	/** NULL: invalid */
	const char *wanted;
} origins[] = {
	{ "{" URL ", \"archive_info\": {}}", "archive https://h/a.whl" },
	{ "{" URL ", \"archive_info\": {\"hash\": \"sha256=aa\"}, \"subdirectory\": \"a b\"}",
	  "archive https://h/a.whl in a b hash sha256=aa" },
	{ "{" URL ", \"archive_info\": {\"hashes\": {\"sha512\": \"bb\", \"sha256\": \"aa\"}}}",
	  "archive https://h/a.whl first sha512=bb" },
	{ "{\"url\": \"ssh://git@h/p\", \"vcs_info\": {\"vcs\": \"git\", \"commit_id\": \"c0\"}}",
	  "vcs ssh://git@h/p git c0" },
	{ "{" FILE ", \"dir_info\": {}}", "dir file:///p%20q/s" },
	{ "{" FILE ", \"dir_info\": {\"editable\": true}}", "dir editable file:///p%20q/s" },
	{ "{" URL ", \"vcs_info\": {\"vcs\": \"git\"}}", NULL },
	/* an editable elsewhere */
	{ "{" URL ", \"dir_info\": {\"editable\": true}}", NULL },
	/* none, or two */
	{ "{" URL "}", NULL },
	{ "{" URL ", \"archive_info\": {}, \"dir_info\": {}}", NULL },
	{ "{" URL ", \"archive_info\": []}", NULL },
	{ "{\"archive_info\": {}}", NULL },
	{ "{\"url\": 1, \"archive_info\": {}}", NULL },
	{ "{\"url\": \"a\\u0000b\", \"archive_info\": {}}", NULL },
	{ "", NULL },
	{ "{" URL ", \"archive_info\": {}} x", NULL },
	{ "[]", NULL },
	{ "null", NULL },
	{ "{\"url\": \"\xff\"}", NULL },
};
// clang-format on

TEST(direct_url)
{
	foreach(row, origins) {
		struct origin origin;
		const char *why = origin_parse(row->text, strlen(row->text), &origin);

		row_text(row->text, why ? NULL : told(&origin), row->wanted);
		if (why)
			row_text(row->text, told(&origin), "index");
	}
}

TEST(urls_of_paths)
{
	static const char *const rows[][2] = {
		{ "/a/b", "file:///a/b" },
		{ "/sp ace", "file:///sp%20ace" },
		{ "/a_b.c-d~e", "file:///a_b.c-d~e" },
		{ "/100%/x#y?z;[e]", "file:///100%25/x%23y%3Fz%3B%5Be%5D" },
		{ "/${HOME}/'\"\\", "file:///%24%7BHOME%7D/%27%22%5C" },
		{ "/\xc3\xa9\x01\xff", "file:///%C3%A9%01%FF" },
	};

	foreach(row, rows) {
		row_text((*row)[0], url_of_path((*row)[0]), (*row)[1]);
		row_text((*row)[1], url_path((*row)[1]), (*row)[0]);
	}
}

/** A function over URLs and what it makes of one. */
static const struct {
	const char *(*function)(const char *url);
	const char *url, *wanted;
} urls[] = {
	// clang-format off
	{ url_path, "file:///a#sha256=00", "/a" },
	{ url_path, "file://localhosts/a", NULL },
	{ url_path, "file:///a%zz%4", "/a%zz%4" },
	{ url_path, "file:///a%00b", NULL },
	{ url_path, "file://host/a", NULL },
	{ url_path, "https://example.org/a", NULL },
	{ url_path, "git+file:///a", NULL },
	{ url_path, "/a", NULL },
	{ url_path, "", NULL },
	// clang-format on
};

TEST(paths_encoded_shown)
{
	foreach(row, urls)
		row_text(row->url, row->function(row->url), row->wanted);
}

MAIN(NULL, NULL)
