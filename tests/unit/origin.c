/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 43 55 59 67 */
/* direct_url.json, and URLs. */
#include "installed/origin.h"
#include "test.h"

#define URL  "\"url\": \"https://h/a.whl\""
#define FILE "\"url\": \"file:///p%20q/s\""

// clang-format off
/* A direct_url.json, and all of the origin in one line */
static const char *const origins[] = {
	"{" URL ", \"archive_info\": {}}|archive https://h/a.whl",
	"{" URL ", \"archive_info\": {\"hash\": \"sha256=aa\"}, \"subdirectory\": \"a b\"}|"
	"archive https://h/a.whl in a b hash sha256=aa",
	"{" URL ", \"archive_info\": {\"hashes\": {\"sha512\": \"bb\", \"sha256\": \"aa\"}}}|"
	"archive https://h/a.whl first sha512=bb",
	"{\"url\": \"ssh://git@h/p\", \"vcs_info\": {\"vcs\": \"git\", \"commit_id\": \"c0\"}}|"
	"vcs ssh://git@h/p git c0",
	"{" FILE ", \"dir_info\": {}}|dir file:///p%20q/s",
	"{" FILE ", \"dir_info\": {\"editable\": true}}|dir editable file:///p%20q/s",
};
static const char *const invalid[] = {
	"", "[]", "null", "{\"url\": \"\xff\"}", "{" URL ", \"vcs_info\": {\"vcs\": \"git\"}}",
	/* an editable elsewhere */
	"{" URL ", \"dir_info\": {\"editable\": true}}",
	/* none, or two */
	"{" URL "}", "{" URL ", \"archive_info\": {}, \"dir_info\": {}}",
	"{" URL ", \"archive_info\": []}",
	"{\"archive_info\": {}}", "{\"url\": 1, \"archive_info\": {}}",
	"{" URL ", \"archive_info\": {}} x",
	"{\"url\": \"a\\u0000b\", \"archive_info\": {}}",
};
static const char *const paths[] = {
	"/a/b|file:///a/b", "/sp ace|file:///sp%20ace", "/a_b.c-d~e|file:///a_b.c-d~e",
	"/100%/x#y?z;[e]|file:///100%25/x%23y%3Fz%3B%5Be%5D",
	"/${HOME}/'\"\\|file:///%24%7BHOME%7D/%27%22%5C", "/\xc3\xa9\x01\xff|file:///%C3%A9%01%FF",
};
/* A URL, and its path, unless it has none */
static const char *const urls[] = {
	"file:///a#sha256=00|/a", "file:///a%zz%4|/a%zz%4", "file://localhosts/a", "file:///a%00b",
	"file://host/a", "https://example.com/a", "git+file:///a", "/a", "",
};
// clang-format on

/* All of an origin in one line. */
static const char *told(const struct origin *o)
{
	static const char *const kinds[] = { "index", "archive", "vcs", "dir" };
	const char *const fields[][2] = {
		{ " ", o->url },       { " in ", o->subdirectory },
		{ " hash ", o->hash }, { " first ", o->first_hash },
		{ " ", o->vcs },       { " ", o->commit },
	};
	struct buf b = BUF_INIT;

	buf_putl(&b, kinds[o->kind], o->editable ? " editable" : "");
	foreach(field, fields)
		if ((*field)[1])
			buf_putl(&b, (*field)[0], (*field)[1]);
	return b.data;
}

TEST(direct_url)
{
	struct origin origin;

	foreach(row, origins) {
		char *text = mem_dups(*row), *wanted = cut_row(text);

		row_text(text, origin_parse(text, strlen(text), &origin), NULL);
		row_text(text, told(&origin), wanted);
	}
	foreach(row, invalid) {
		row_int(*row, origin_parse(*row, strlen(*row), &origin) != NULL, true);
		row_text(*row, told(&origin), "index");
	}
}

TEST(urls_and_paths)
{
	foreach(row, paths) {
		char *path = mem_dups(*row), *url = cut_row(path);

		row_text(path, url_of_path(path), url);
		row_text(url, url_path(url), path);
	}
	rows_text(urls, url_path);
}

MAIN(NULL)
