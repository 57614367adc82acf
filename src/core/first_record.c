/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A line of the first edition's file, "trust":
 *
 *	allow dir 262147:1700000000.123456789 1000 - - /home/u/src/project
 *	|     |   |                           |    | |  the real path
 *	|     |   |                           |    | "shared", "moved" or "-"
 *	|     |   |                           |    a group that was accepted, or "-"
 *	|     |   |                           the owner
 *	|     |   inode and birth time, or "path": whatever stands there
 *	|     "dir": a project; "env": an environment; "tree"
 *	"allow" or "deny"
 */
#include "core/path.h"
#include "core/record_text.h"

#include "core/banned.h"

static bool is_id(const char *s)
{
	return streq(s, "-") || (*s && !s[strspn(s, "0123456789")]);
}

int first_parse(char *line, size_t len, struct first_record *first)
{
	enum {
		VERB,
		SCOPE,
		IDENTITY,
		OWNER,
		GROUP,
		FLAGS,
		PATH,
		COUNT
	};
	struct record *r = &first->record;
	char *fields[COUNT], *at = line;
	bool moved;

	*first = (struct first_record){ 0 };
	if (!len || line[0] == '#')
		return 0;
	if (memchr(line, '\0', len))
		return -1;
	for (size_t i = 0; i < COUNT; i++) {
		fields[i] = record_field(&at);
		if (!fields[i])
			return -1;
	}
	moved = streq(fields[FLAGS], "moved");
	r->first = true;
	r->deny = streq(fields[VERB], "deny");
	r->tree = r->deny || streq(fields[SCOPE], "tree");
	r->itself = !r->deny && streq(fields[SCOPE], "env");
	first->project = !r->deny && streq(fields[SCOPE], "dir");
	r->shared = streq(fields[FLAGS], "shared");
	if (at || (!r->deny && !streq(fields[VERB], "allow")) ||
	    (!streq(fields[SCOPE], "dir") && !streq(fields[SCOPE], "env") &&
	     !streq(fields[SCOPE], "tree")) ||
	    (!streq(fields[IDENTITY], "path") && !record_identity(fields[IDENTITY], r)) ||
	    (moved && (!r->deny || !r->btime)) ||
	    (!r->shared && !moved && !streq(fields[FLAGS], "-")) || !is_id(fields[OWNER]) ||
	    !is_id(fields[GROUP]) || !record_path(fields[PATH]))
		return -1;
	r->shared = r->shared && !r->tree;
	r->elsewhere = moved;
	r->path = fields[PATH];
	r->path_len = strlen(r->path);
	return r->itself && r->path_len == 1 ? -1 : 1;
}
