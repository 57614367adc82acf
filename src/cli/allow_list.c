/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `avenv allow --list`: every record, and whether it still holds. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/allow.h"
#include "core/mem.h"
#include "print/json.h"
#include "print/msg.h"
#include "print/table.h"

#include "core/banned.h"

/** A line of the list. */
struct row {
	/** NULL: a damaged line of the store */
	const struct record *record;
	/** "good", "changed", "gone", "unknown", "moved" or "damaged" */
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

static const char *state_of(const struct record *r)
{
	struct file_info info;

	if (r->moved)
		return "moved";
	if (file_lstat(r->path, &info))
		return file_is_missing(errno) ? "gone" : "unknown";
	if (r->by_path || (r->ino == info.ino && r->btime == info.btime))
		return "good";
	return "changed";
}

/* Core keeps only the first line that is no record. */
static void add_damaged(struct rows *rows, const char *store)
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
		struct record r;

		line[len] = '\0';
		if (record_parse(line, len, &r) < 0)
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

		add_row(rows, &(struct row){ .record = r,
					     .state = state_of(r),
					     .source = r->source,
					     .line = r->line });
	}
	if (trust->fault == TRUST_DAMAGED)
		add_damaged(rows, trust->fault_file);
	if (rows->count)
		qsort(rows->list, rows->count, sizeof(*rows->list), compare);
}

static const char *scope_of(const struct record *r)
{
	return r->tree ? "tree" : r->env ? "env" : "dir";
}

static size_t widest(const struct rows *rows)
{
	size_t most = 0;

	for (size_t i = 0; i < rows->count; i++) {
		const struct record *r = rows->list[i].record;
		size_t n = r ? table_width(shown(r->path)) : 0;

		most = n > most ? n : most;
	}
	return most;
}

static void print_row(const struct row *row, size_t columns, const char *store)
{
	const struct record *r = row->record;
	const char *path;

	if (!r) {
		printf("damaged line %u of %s\n", row->line, shown(row->source));
		return;
	}
	path = shown(r->path);
	printf("%-5s  %-4s  %s%*s  %s%s%s", r->deny ? "deny" : "allow", scope_of(r), path,
	       (int)(columns - table_width(path)), "", row->state,
	       r->by_path && streq(row->source, store) ? ", by path" : "",
	       r->shared ? ", shared" : "");
	if (!streq(row->source, store))
		printf("  (%s)", shown(row->source));
	putchar('\n');
}

static void json_id(struct json *j, const char *name, bool has, unsigned id)
{
	if (has)
		json_number(j, name, id);
	else
		json_text(j, name, NULL);
}

static void json_row(struct json *j, const struct row *row)
{
	const struct record *r = row->record;

	json_object(j, NULL);
	json_text(j, "verb", !r ? NULL : r->deny ? "deny" : "allow");
	json_text(j, "scope", r ? scope_of(r) : NULL);
	json_text(j, "path", r ? r->path : NULL);
	json_text(j, "state", row->state);
	if (r) {
		json_bool(j, "by_path", r->by_path);
		json_bool(j, "shared", r->shared);
		json_id(j, "owner", r->accepted.has_uid, r->accepted.uid);
		json_id(j, "group", r->accepted.has_gid, r->accepted.gid);
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

/* Why not all of the records were read. */
static int check_fault(const struct trust *trust)
{
	const char *file = trust->fault_file;

	errno = trust->error;
	switch (trust->fault) {
	case TRUST_UNREADABLE:
		return error_errno("cannot read '%s'", shown(file));
	case TRUST_FOREIGN:
		return error("'%s' is not used: it or its directory belongs to "
			     "somebody else",
			     shown(file));
	case TRUST_WRITABLE:
		return error("'%s' is not used: others may write to it or its "
			     "directory; 'chmod go-w' closes it",
			     shown(file));
	case TRUST_SOUND:
	case TRUST_DAMAGED:
		break;
	}
	return 0;
}

int allow_list(struct context *ctx, bool json)
{
	const char *store = ctx->settings.store ? ctx->settings.store : "";
	struct rows rows = { 0 };
	size_t columns;
	int fault;

	gather(&ctx->trust, &rows);
	columns = widest(&rows);
	if (json)
		print_json(&rows);
	for (size_t i = 0; !json && i < rows.count; i++)
		print_row(&rows.list[i], columns, store);
	fault = check_fault(&ctx->trust);
	if (!rows.count && !json && !fault)
		note("nothing is recorded yet");
	return fault ? EXIT_FAILED : EXIT_DONE;
}
