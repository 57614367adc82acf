/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 6 15 31 */
/* The state of a shell: it comes back as it was, or it is refused whole. */
#include "plan/state.h"
#include "test.h"

/** the fields of a state, each empty; all but one */
#define BUT_FIRST "0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:"
#define EMPTY     BUT_FIRST "0:"

static const char *const values[] = {
	"",   "/p",         "//",       "/a//b//",  ":",      "1:", "0:",
	"12", "6 ",         " ",        "\n",       "a\nb\n", "'",  "\"",
	"\\", "$(touch x)", "\033[31m", "\xFF\xFE", "é",      "1",  "/p/it's\n3:/q",
};

/* TEXT is refused, and nothing of it is kept. */
static void refused(const char *text)
{
	struct state state;

	row_int(text ? text : "unset", state_read(&state, text), false);
	row_text(text, state_text(&state), "6 " EMPTY ".");
}

/* Each value in each field; a text that is cut anywhere is refused. */
TEST(comes_back)
{
	for (size_t n = 0; n < ARRAY_SIZE(values); n++) {
		struct state wanted, got;
		const char *text;

		for (size_t i = 0; i < STATE_FIELDS; i++)
			wanted.fields[i] = values[(n + i) % ARRAY_SIZE(values)];
		text = state_text(&wanted);
		row_int(text, state_read(&got, text), true);
		for (size_t i = 0; i < STATE_FIELDS; i++)
			row_text(text, got.fields[i], wanted.fields[i]);
		for (size_t len = 0; len < strlen(text); len++)
			refused(mem_dup(text, len));
	}
}

TEST(other_texts)
{
	static const char *const rows[] = {
		NULL,
		/* another format, a field less, more text */
		EMPTY ".", "3 " EMPTY ".", "44 " EMPTY ".", "6 " BUT_FIRST ".", "6 " EMPTY ".x",
		/* no length, or none that fits */
		"6 :" BUT_FIRST ".", "6 0;" BUT_FIRST ".", "6 -1:" BUT_FIRST ".",
		"6 +0:" BUT_FIRST ".", "6 " BUT_FIRST "3:.",
		"6 18446744073709551616:" BUT_FIRST ".", "6 " BUT_FIRST "18446744073709551616:."
	};

	foreach(text, rows)
		refused(*text);
}

TEST(longest_field)
{
	static char told[64 * 1024 + 2];
	struct state longest, got;

	state_read(&longest, NULL);
	longest.hints_given = memset(told, 'x', sizeof(told) - 2);
	assert_true(state_read(&got, state_text(&longest)));
	assert_string_equal(got.hints_given, told);
	told[sizeof(told) - 2] = 'x';
	refused(state_text(&longest));
}

MAIN(NULL)
