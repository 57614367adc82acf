/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 60 */
/* RECORD files, and what their paths are below an environment. */
#include "lib/fuzz.h"

#include "build/record_csv.h"
#include "core/path.h"

#define ENV  "/p/.venv"
#define SITE ENV "/lib/python3.11/site-packages"

static void same_rows(const struct record_rows *a, const struct record_rows *b)
{
	CHECK(a->count == b->count);
	for (size_t i = 0; i < a->count; i++)
		CHECK_SAME(a->list[i].path, b->list[i].path);
}

static void check_below(const char *path)
{
	const char *below = record_below(ENV, SITE, path);

	if (!below)
		return;
	TAKEN();
	CHECK(*below && path_is_clean(path_join("/", below)) &&
	      path_is_clean(path_join(ENV, below)));
	CHECK_SAME(path_join(ENV, below), path_clean(path_join(SITE, path)));
	CHECK_SAME(record_below(ENV, ENV, below), below);
	CHECK_SAME(record_below("/", ENV, below), path_join("p/.venv", below));
}

/* Written sorted, and read again, the rows are the same. */
static void write_again(struct record_rows *rows)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct record_rows again;

	record_rows_format(rows, &once);
	/* A row of nothing is an empty line to whoever reads it, and none. */
	CHECK(!record_rows_parse(once.data, once.len, &again));
	for (size_t i = 1; i < again.count; i++)
		CHECK(strcmp(again.list[i - 1].path, again.list[i].path) <= 0);
	same_rows(rows, &again);
	record_rows_format(&again, &twice);
	CHECK_SAME(twice.data, once.data);
}

/* A path of these bytes, written as a row and read again, is that path. */
static void check_path(const char *text)
{
	struct record_rows one = { 0 }, again;
	struct buf b = BUF_INIT;

	record_rows_add(&one, text, "sha256=x", "1");
	record_rows_format(&one, &b);
	CHECK(!record_rows_parse(b.data, b.len, &again));
	same_rows(&one, &again);
	if (strpbrk(text, ",\r\n\""))
		return;
	b = (struct buf)BUF_INIT;
	buf_putl(&b, text, ",sha256=x,1\n");
	CHECK(!record_rows_parse(b.data, b.len, &again));
	same_rows(&one, &again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct record_rows rows;
	struct buf crlf = BUF_INIT;

	check_path(mem_dup(text, size));
	if (!record_rows_parse(text, size, &rows)) {
		CHECK(!memchr(text, '\0', size));
		if (rows.count)
			TAKEN();
		for (size_t i = 0; i < rows.count; i++)
			check_below(rows.list[i].path);
		write_again(&rows);
		/* An end of line at the end changes nothing. */
		buf_put(&crlf, text, size);
		buf_puts(&crlf, "\r\n");
		CHECK(!record_rows_parse(crlf.data, crlf.len, &rows));
	}
	mem_reset();
	return 0;
}
