/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 60 */
/* RECORD files, and their paths below an environment. */
#include "formats/dist_rows.h"
#include "lib/fuzz.h"

#define ENV  "/p/.venv"
#define SITE ENV "/lib/python3.11/site-packages"

static void check_below(const char *path)
{
	const char *below = dist_row_below(ENV, SITE, path);

	if (!below)
		return;
	REACHED();
	CHECK(*below && path_is_clean(path_join("/", below)));
	CHECK_SAME(path_join(ENV, below), path_clean(path_join(SITE, path)));
	CHECK_SAME(dist_row_below(ENV, ENV, below), below);
	CHECK_SAME(dist_row_below("/", ENV, below), path_join("p/.venv", below));
}

/* Written, which sorts them, and read again, the rows are the same. */
static void write_again(struct dist_rows *rows)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct dist_rows again;

	dist_rows_format(rows, &once);
	CHECK(!dist_rows_parse(once.data, once.len, &again) && again.count == rows->count);
	for (size_t i = 0; i < again.count; i++) {
		CHECK_SAME(again.list[i].path, rows->list[i].path);
		CHECK(!i || strcmp(again.list[i - 1].path, again.list[i].path) <= 0);
	}
	dist_rows_format(&again, &twice);
	CHECK_SAME(twice.data, once.data);
}

void fuzz(struct input in)
{
	struct dist_rows rows, any = { 0 };

	dist_rows_add(&any, mem_dup(in.at, in.len), "sha256=x", "1");
	write_again(&any);
	if (!dist_rows_parse(in.at, in.len, &rows)) {
		CHECK(!memchr(in.at, '\0', in.len));
		for (size_t i = 0; i < rows.count; i++)
			check_below(rows.list[i].path);
		write_again(&rows);
	}
}
