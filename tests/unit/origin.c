/* SPDX-License-Identifier: GPL-3.0-or-later */
/* direct_url.json, as each pip takes it. */
#include "cli/origin.h"
#include "core/buf.h"
#include "test.h"

#define URL  "\"url\": \"https://h/a.whl\""
#define FILE "\"url\": \"file:///p%20q/s\""

/* All that was read, in one line. */
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

static const struct row {
	const char *pip;
	const char *text;
	/** NULL: invalid; "!": pip crashes */
	const char *wanted;
} rows[] = {
	{ "24.2", "{" URL ", \"archive_info\": {}}",
	  "archive https://h/a.whl" },
	{ "24.2",
	  "{" URL ", \"archive_info\": {\"hash\": \"sha256=aa\"},"
	  " \"subdirectory\": \"a b\"}",
	  "archive https://h/a.whl in a b hash sha256=aa" },
	{ "24.2",
	  "{" URL ", \"archive_info\": {\"hashes\": {\"sha512\": \"bb\","
	  " \"sha256\": \"aa\"}}}",
	  "archive https://h/a.whl first sha512=bb" },
	{ "26.1", "{" URL ", \"archive_info\": {\"hash\": \"sha256=aa\"}}",
	  "archive https://h/a.whl hash sha256=aa first sha256=aa" },
	{ "22.3", "{" URL ", \"archive_info\": {\"hash\": \"sha256:aa\"}}",
	  "archive https://h/a.whl hash sha256:aa" },
	{ "23.0", "{" URL ", \"archive_info\": {\"hash\": \"sha256:aa\"}}",
	  NULL },
	/* One that contradicts the other */
	{ "26.0",
	  "{" URL ", \"archive_info\": {\"hash\": \"sha256=aa\","
	  " \"hashes\": {\"sha256\": \"bb\"}}}",
	  "archive https://h/a.whl hash sha256=aa first sha256=bb" },
	{ "26.1",
	  "{" URL ", \"archive_info\": {\"hash\": \"sha256=aa\","
	  " \"hashes\": {\"sha256\": \"bb\"}}}",
	  NULL },
	{ "26.1",
	  "{" URL ", \"archive_info\": {\"hash\": \"sha256=aa\","
	  " \"hashes\": {\"sha512\": \"bb\"}}}",
	  NULL },
	{ "26.1",
	  "{" URL ", \"archive_info\": {\"hash\": \"sha256=aa\","
	  " \"hashes\": {\"sha512\": \"bb\", \"sha256\": \"aa\"}}}",
	  "archive https://h/a.whl hash sha256=aa first sha512=bb" },
	{ "26.1", "{" URL ", \"archive_info\": {\"hashes\": {\"a\": 1}}}",
	  NULL },
	{ "26.1", "{" URL ", \"archive_info\": {\"hashes\": []}}", NULL },
	{ "22.3", "{" URL ", \"archive_info\": {\"hashes\": []}}",
	  "archive https://h/a.whl" },
	{ "24.2",
	  "{\"url\": \"ssh://git@h/p\", \"vcs_info\": {\"vcs\": \"git\","
	  " \"commit_id\": \"c0\", \"requested_revision\": \"main\"}}",
	  "vcs ssh://git@h/p git c0" },
	{ "24.2", "{" URL ", \"vcs_info\": {\"vcs\": \"git\"}}", NULL },
	{ "24.2", "{" URL ", \"vcs_info\": {\"commit_id\": \"c0\"}}", NULL },
	{ "24.2",
	  "{" URL ", \"vcs_info\": {\"vcs\": \"git\", \"commit_id\": \"c0\","
	  " \"requested_revision\": 1}}",
	  NULL },
	{ "24.2", "{" FILE ", \"dir_info\": {}}", "dir file:///p%20q/s" },
	{ "24.2", "{" FILE ", \"dir_info\": {\"editable\": false}}",
	  "dir file:///p%20q/s" },
	{ "24.2", "{" FILE ", \"dir_info\": {\"editable\": true}}",
	  "dir editable file:///p%20q/s" },
	{ "24.2", "{" FILE ", \"dir_info\": {\"editable\": \"true\"}}", NULL },
	{ "24.2", "{" FILE ", \"dir_info\": {\"editable\": null}}", NULL },
	{ "26.1", "{" FILE ", \"dir_info\": {\"editable\": null}}",
	  "dir file:///p%20q/s" },
	/* An editable that is elsewhere */
	{ "26.0", "{" URL ", \"dir_info\": {\"editable\": true}}", "!" },
	{ "21.2", "{" URL ", \"dir_info\": {\"editable\": true}}",
	  "dir editable https://h/a.whl" },
	{ "26.1", "{" URL ", \"dir_info\": {\"editable\": true}}", NULL },
	{ "26.0", "{" URL ", \"dir_info\": {}}", "dir https://h/a.whl" },
	{ "26.1", "{" URL ", \"dir_info\": {}}", NULL },
	/* None, or two */
	{ "24.2", "{" URL "}", NULL },
	{ "24.2", "{" URL ", \"archive_info\": {}, \"dir_info\": {}}", NULL },
	{ "24.2", "{" URL ", \"archive_info\": {}, \"dir_info\": null}", NULL },
	{ "26.1", "{" URL ", \"archive_info\": {}, \"dir_info\": null}",
	  "archive https://h/a.whl" },
	{ "24.2", "{" URL ", \"archive_info\": []}", NULL },
	{ "24.2", "{\"archive_info\": {}}", NULL },
	{ "24.2", "{\"url\": 1, \"archive_info\": {}}", NULL },
	{ "24.2", "{\"url\": null, \"archive_info\": {}}", NULL },
	{ "24.2", "{" URL ", \"archive_info\": {}, \"subdirectory\": 1}",
	  NULL },
	{ "24.2", "{" URL ", \"archive_info\": {}, \"subdirectory\": null}",
	  NULL },
	/* The last of two counts, as in Python */
	{ "24.2", "{\"url\": \"x\", " URL ", \"archive_info\": {}}",
	  "archive https://h/a.whl" },
	{ "24.2", "{\"url\": \"a\\u0000b\", \"archive_info\": {}}", NULL },
	{ "24.2", "", NULL },
	{ "24.2", "{" URL ", \"archive_info\": {}} x", NULL },
	{ "24.2", "[]", NULL },
	{ "26.1", "[]", "!" },
	{ "24.2", "\"url\"", NULL },
	{ "24.2", "null", "!" },
	{ "24.2", "1", "!" },
	{ "24.2", "{\"url\": \"\xff\"}", "!" },
};

TEST(by_pip)
{
	foreach(r, rows) {
		const struct row *row = r;
		struct pip_rules rules = pip_rules(row->pip, 3, 11, false);
		struct origin origin;
		bool fatal;
		const char *why = origin_parse(row->text, strlen(row->text),
					       &rules, &origin, &fatal);
		const char *got = why ? (fatal ? "!" : NULL) : told(&origin);

		row_text(row->text, got, row->wanted);
		if (why)
			row_text(row->text, told(&origin), "index");
	}
}

MAIN(NULL, NULL)
