/* SPDX-License-Identifier: GPL-3.0-or-later */
/* URLs as pip has them. */
#include "test.h"

#include "cli/url.h"
#include "core/base.h"

TEST(paths)
{
	static const struct {
		const char *path, *url;
	} rows[] = {
		{ "/a/b", "file:///a/b" },
		{ "/sp ace", "file:///sp%20ace" },
		{ "/a_b.c-d~e", "file:///a_b.c-d~e" },
		{ "/100%/x#y?z;[e]", "file:///100%25/x%23y%3Fz%3B%5Be%5D" },
		{ "/${HOME}/'\"\\", "file:///%24%7BHOME%7D/%27%22%5C" },
		{ "/\xc3\xa9\x01\xff", "file:///%C3%A9%01%FF" },
	};

	foreach(row, rows) {
		row_text(row->path, url_of_path(row->path), row->url);
		row_text(row->url, url_path(row->url), row->path);
	}
}

TEST(no_paths)
{
	static const struct {
		const char *url, *path;
	} rows[] = {
		{ "file://localhost/a%20b", "/a b" },
		{ "file:///a#sha256=00", "/a" },
		{ "file:///a?b", "/a" },
		{ "FILE:/a", "/a" },
		{ "file://localhosts/a", NULL },
		{ "file:///a%zz%4", "/a%zz%4" },
		{ "file:///a%00b", NULL },
		{ "file://host/a", NULL },
		{ "file:a", NULL },
		{ "https://example.org/a", NULL },
		{ "git+file:///a", NULL },
		{ "/a", NULL },
		{ "", NULL },
	};

	foreach(row, rows)
		row_text(row->url, url_path(row->url), row->path);
}

TEST(encode)
{
	static const struct {
		const char *url, *encoded;
	} rows[] = {
		{ "https://u:p@h.org:80/a?b=c&d",
		  "https://u:p@h.org:80/a?b=c&d" },
		{ "file:///a b", "file:///a%20b" },
		{ "file:///a%20b", "file:///a%20b" },
		{ "file:///100%", "file:///100%25" },
		{ "https://h/\xc3\xa9", "https://h/%C3%A9" },
		{ "https://h/a#b c", "https://h/a" },
		{ "https://h/a\n-e .", "https://h/a%0A-e%20." },
		{ "https://${USER}:${PW}@h/${X}",
		  "https://${USER}:${PW}@h/$%7BX%7D" },
		{ "https://h/'\"\\`", "https://h/%27%22%5C%60" },
	};

	foreach(row, rows)
		row_text(row->url, url_encode(row->url), row->encoded);
}

TEST(hidden)
{
	static const struct {
		const char *url, *shown;
	} rows[] = {
		{ "https://u:p@h.org/a", "https://****@h.org/a" },
		{ "https://u:p@p@h.org/a", "https://****@h.org/a" },
		{ "https://token@h.org", "https://****@h.org" },
		{ "https://h.org/a@b", "https://h.org/a@b" },
		{ "https://h.org?a@b", "https://h.org?a@b" },
		{ "git@h.org:a", "git@h.org:a" },
		{ "/a://b@c", "/a://b@c" },
		{ "https://u@h\x1b[1m", "https://****@h\\033[1m" },
	};

	foreach(row, rows)
		row_text(row->url, url_shown(row->url), row->shown);
}

MAIN(NULL, NULL)
