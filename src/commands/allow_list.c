/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `avenv allow --list`: every record, and whether it holds. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "commands/allow.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/search.h"
#include "known/known.h"
#include "print/table.h"

#include "core/banned.h"

/* The verdict on the environment in the slot of R as it is now */
static const char *slot_state(struct trust *trust, const struct record *r)
{
	struct candidate c;
	struct found found;

	if (!slot_named(path_parent(r->path), path_base(r->path), &c))
		return "ok";
	find_judge(trust, &c, false, &found);
	return state_word(&found);
}

static const char *state_of(struct trust *trust, const struct record *r)
{
	struct file_info info;

	if (file_lstat(r->path, &info))
		return file_is_missing(errno) ? "gone" : "unknown";
	if (!r->tree)
		return slot_state(trust, r);
	return !r->ino || record_is_of(r, &info) ? "ok" : "changed";
}

static int compare(const void *a, const void *b)
{
	const struct record *const *x = a, *const *y = b;

	return strcmp((*x)->path, (*y)->path);
}

/* The records by path. Of a project of the first edition all names in AVENV_NAMES are. */
static const struct record **sorted(const struct trust *trust, size_t *count)
{
	const struct record **list = mem_array(trust->count + 1, sizeof(*list));

	*count = 0;
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (!trust->first || !r->line || r->tree || streq(path_base(r->path), ".venv") ||
		    file_exists(AT_FDCWD, r->path) > 0)
			list[(*count)++] = r;
	}
	qsort(list, *count, sizeof(*list), compare);
	return list;
}

static const char *notes(const struct record *r)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, r->shared ? "shared" : "", r->shared && r->tracked ? ", " : "",
		 r->tracked ? "tracked" : "", r->line ? "" : "AVENV_TRUST");
	return b.data;
}

int allow_list(struct context *ctx)
{
	static const char *const titles[] = { "SAYS", "WHERE", "LEADS TO", "STATE", "" };
	struct trust *trust = &ctx->trust;
	const struct record **list;
	struct table t;
	size_t count;

	if (records_load(ctx))
		return EXIT_FAILED;
	list = sorted(trust, &count);
	table_init(&t, titles, ARRAY_SIZE(titles));
	for (size_t i = 0; i < count; i++) {
		const struct record *r = list[i];
		const char *state = state_of(trust, r);

		table_add(&t, r->deny ? "deny" : "allow", COLOUR_PLAIN);
		table_add(&t, formatted("%s%s", r->path, r->tree ? " and all below" : ""),
			  COLOUR_PLAIN);
		table_add(&t, r->target, COLOUR_PLAIN);
		table_add(&t, state, streq(state, "ok") ? COLOUR_PLAIN : COLOUR_FAINT);
		table_add(&t, notes(r), COLOUR_FAINT);
	}
	if (count)
		table_print(&t, stdout);
	else if (!trust->fault)
		note("nothing is recorded yet");
	if (trust->bad_line)
		printf("line %u of '%s' is damaged: it grants nothing, and trees count for nothing\n",
		       trust->bad_line, shown(trust->fault_file));
	return EXIT_DONE;
}
