/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns aligned by how wide text looks. */
#include "cli/table.h"
#include "scratch.h"

static void width(void **state)
{
	static const struct {
		const char *text;
		size_t wanted;
	} rows[] = {
		{ "", 0 },
		{ "plain", 5 },
		{ "Größe", 5 },
		{ "日本", 4 },
		{ "e\xCC\x81", 1 },
		{ "𝄞", 1 },
		/* No UTF-8: each byte counts, none is passed over. */
		{ "\xFFx\xC3", 3 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		row_int(rows[i].text, table_width(rows[i].text),
			rows[i].wanted);
}

/* What a table prints with its standard output in a file. */
static const char *printed(const struct table *t)
{
	static char text[1024];
	int saved = dup(STDOUT_FILENO), fd;
	ssize_t len;

	fflush(stdout);
	put_file("out", "");
	fd = open(at("out"), O_RDWR | O_CLOEXEC);
	assert_true(saved >= 0 && dup2(fd, STDOUT_FILENO) >= 0);
	table_print(t, stdout);
	fflush(stdout);
	assert_true(dup2(saved, STDOUT_FILENO) >= 0);
	close(saved);
	len = pread(fd, text, sizeof(text) - 1, 0);
	close(fd);
	assert_true(len >= 0);
	text[len] = '\0';
	return text;
}

static void rows(void **state)
{
	static const struct table_column columns[] = { { "", false },
						       { "NAME", false },
						       { "N", true },
						       { "STATE", false } };
	struct table t;

	(void)state;
	table_init(&t, columns, ARRAY_SIZE(columns));
	assert_string_equal(printed(&t), "  NAME  N  STATE\n");
	table_add(&t, "*", COLOUR_PLAIN);
	table_add(&t, "日本", COLOUR_BOLD);
	table_add(&t, "7", COLOUR_PLAIN);
	table_add(&t, "ok", COLOUR_RED);
	table_add(&t, NULL, COLOUR_PLAIN);
	table_add(&t, "a\nb\033[m", COLOUR_PLAIN);
	table_add(&t, "123", COLOUR_PLAIN);
	table_add(&t, NULL, COLOUR_PLAIN);
	assert_string_equal(printed(&t), "   NAME            N  STATE\n"
					 "*  日本            7  ok\n"
					 "   a\\012b\\033[m  123\n");
}

/* One long cell does not push every row over the edge of a terminal. */
static void long_cells(void **state)
{
	static const struct table_column columns[] = { { "A", false },
						       { "B", true },
						       { "C", false } };
	struct table t;

	(void)state;
	table_init(&t, columns, ARRAY_SIZE(columns));
	table_add(&t, "123456789012345678901234567890", COLOUR_PLAIN);
	table_add(&t, "1", COLOUR_PLAIN);
	table_add(&t, "c", COLOUR_PLAIN);
	table_add(&t, "123456789012345678901234567890x", COLOUR_PLAIN);
	table_add(&t, "2", COLOUR_PLAIN);
	table_add(&t, "123456789012345678901234567890123456789", COLOUR_PLAIN);
	assert_string_equal(printed(&t),
			    "A                               B  C\n"
			    "123456789012345678901234567890  1  c\n"
			    "123456789012345678901234567890x  2  "
			    "123456789012345678901234567890123456789\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(width),
		cmocka_unit_test(rows),
		cmocka_unit_test(long_cells),
	};

	return RUN_IN_SCRATCH(tests);
}
