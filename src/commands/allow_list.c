/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `avenv allow --list`: every record, and whether it still holds. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "command/command.h"
#include "commands/allow_parts.h"
#include "core/find.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/record_text.h"
#include "print/json.h"
#include "print/msg.h"
#include "print/table.h"
#include "records/slots.h"

#include "core/banned.h"

/** A line of the list. */
struct row {
	/** NULL: a damaged line of the store */
	const struct record *record;
	/** "ok", "changed", "denied", "gone", "unknown", "moved" or "damaged" */
	const char *state;
	const char *source;
	unsigned line;
};

struct rows {
	struct row *list;
	size_t count, room;
};

static void add_row(struct rows *rows, const struct row *row)
{
	rows->list = mem_grow(rows->list, rows->count, &rows->room, sizeof(*row));
	rows->list[rows->count++] = *row;
}

/* As the hook would find what is in the slot now; where a file of another tool leads, that says. */
static const char *slot_state(struct trust *trust, const struct record *r)
{
	struct candidate c;
	struct found found;

	if (!slot_named(path_parent(r->path), path_base(r->path), &c))
		return "ok";
	find_slot(trust, &c, &found);
	switch (found.judgement.verdict) {
	case VERDICT_ALLOWED:
		return "ok";
	case VERDICT_DENIED:
		return "denied";
	case VERDICT_CHANGED:
	case VERDICT_NEW:
	case VERDICT_NONE:
		break;
	}
	return "changed";
}

static const char *state_of(struct trust *trust, const struct record *r)
{
	struct file_info info;

	if (r->elsewhere)
		return "moved";
	if (file_lstat(r->path, &info))
		return file_is_missing(errno) ? "gone" : "unknown";
	if (!r->tree)
		return slot_state(trust, r);
	return !r->ino || record_is_of(r, &info) ? "ok" : "changed";
}

/* Core keeps only the first line that is no record. */
static void add_damaged(const struct trust *trust, struct rows *rows, const char *store)
{
	unsigned number = 1;
	struct text text;
	const char *end;

	if (file_slurp(store, TRUST_STORE_MAX, &text))
		return;
	end = text.data + text.len;
	for (char *line = text.data; line < end; number++) {
		char *eol = memchr(line, '\n', (size_t)(end - line));
		size_t len = (size_t)((eol ? eol : end) - line);
		struct first_record first;
		struct record r;

		line[len] = '\0';
		if ((trust->first ? first_parse(line, len, &first) : record_parse(line, len, &r)) <
		    0)
			add_row(rows, &(struct row){ .state = "damaged",
						     .source = store,
						     .line = number });
		line += len + 1;
	}
}

/* By path; what has none comes last, by line. */
static int compare(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int order;

	if (!x->record != !y->record)
		return x->record ? -1 : 1;
	order = x->record ? strcmp(x->record->path, y->record->path) : 0;
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

static void gather(struct trust *trust, struct rows *rows)
{
	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		/* Of a project of the first edition all names were. */
		if (r->first && !r->tree && !r->itself && !streq(path_base(r->path), ".venv") &&
		    file_exists(AT_FDCWD, r->path) <= 0)
			continue;
		add_row(rows, &(struct row){ .record = r,
					     .state = state_of(trust, r),
					     .source = r->source,
					     .line = r->line });
	}
	if (trust->bad_line)
		add_damaged(trust, rows, trust->fault_file);
	if (rows->count)
		qsort(rows->list, rows->count, sizeof(*rows->list), compare);
}

static const char *where(const struct row *row)
{
	struct buf b = BUF_INIT;

	if (row->record) {
		buf_putl(&b, row->record->path, row->record->tree ? " and all below" : "");
	} else {
		buf_puts(&b, row->source);
		buf_puts(&b, ", line ");
		buf_putu(&b, row->line);
	}
	return b.data;
}

static const char *notes(const struct row *row)
{
	const struct record *r = row->record;
	struct buf b = BUF_INIT;

	if (r)
		buf_putl(&b, r->shared ? "shared" : "", r->shared && r->tracked ? ", " : "",
			 r->tracked ? "tracked" : "", r->line ? "" : "AVENV_TRUST");
	return b.data;
}

static void print_table(const struct rows *rows)
{
	static const struct table_column columns[] = {
		{ "SAYS", false },  { "WHERE", false }, { "LEADS TO", false },
		{ "STATE", false }, { "", false },
	};
	struct table t;

	table_init(&t, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->list[i];
		const struct record *r = row->record;
		bool ok = streq(row->state, "ok");

		table_add(&t, !r ? NULL : r->deny ? "deny" : "allow", COLOUR_PLAIN);
		table_add(&t, where(row), COLOUR_PLAIN);
		table_add(&t, r ? r->target : NULL, COLOUR_PLAIN);
		table_add(&t, row->state, ok ? COLOUR_PLAIN : COLOUR_FAINT);
		table_add(&t, notes(row), COLOUR_FAINT);
	}
	table_print(&t, stdout);
}

static void json_row(struct json *j, const struct row *row)
{
	const struct record *r = row->record;

	json_object(j, NULL);
	json_text(j, "word", !r ? NULL : r->deny ? "deny" : "allow");
	json_text(j, "of", !r ? NULL : r->tree ? "tree" : "slot");
	json_text(j, "path", r ? r->path : NULL);
	json_text(j, "target", r ? r->target : NULL);
	json_text(j, "state", row->state);
	if (r) {
		json_bool(j, "shared", r->shared);
		json_bool(j, "tracked", r->tracked);
	}
	json_text(j, "source", row->source);
	json_number(j, "line", row->line);
	json_object_end(j);
}

static void print_json(const struct rows *rows)
{
	struct json j;

	json_begin(&j);
	json_list(&j, "records");
	for (size_t i = 0; i < rows->count; i++)
		json_row(&j, &rows->list[i]);
	json_list_end(&j);
	json_object_end(&j);
	json_print(&j);
}

int allow_list(struct context *ctx, bool json)
{
	struct rows rows = { 0 };
	const struct trust *trust = &ctx->trust;

	gather(&ctx->trust, &rows);
	if (json)
		print_json(&rows);
	else if (rows.count)
		print_table(&rows);
	if (trust->closed) {
		error("'%s'%s%s", shown(trust->fault_file), trust->fault,
		      trust->fault == trust_writable ? "; 'chmod go-w' closes it" : "");
		return EXIT_FAILED;
	}
	if (!rows.count && !json)
		note("nothing is recorded yet");
	return EXIT_DONE;
}
