/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 6 15 31 */
/* The state of a shell: it comes back as it was, or it is refused whole. */
#include "core/state.h"
#include "core/buf.h"
#include "core/mem.h"
#include "test.h"

/** the fields of a state, each empty */
#define EMPTY "0:0:0:0:0:0:0:0:0:0:0:0:0:0:"

enum {
	/** bytes of a field */
	FIELD_MAX = 64 * 1024,
};

static const char *const values[] = {
	"",   "/p",         "//",       "/a//b//",  ":",      "1:", "0:",
	"12", "5 ",         " ",        "\n",       "a\nb\n", "'",  "\"",
	"\\", "$(touch x)", "\033[31m", "\xFF\xFE", "é",      "1",  "/p/it's\n3:/q",
};

static const char *value(size_t i)
{
	return values[i % ARRAY_SIZE(values)];
}

/* The fields hold values from the Nth on. */
static struct state state_of(size_t n)
{
	struct state state;

	for (size_t i = 0; i < STATE_FIELDS; i++)
		state.fields[i] = value(n + i);
	return state;
}

/* TEXT is refused, and nothing of it is kept. */
static void refused(const char *what, const char *text)
{
	struct state state;

	row_int(what, state_read(&state, text), false);
	row_text(what, state_text(&state), "5 " EMPTY ".");
}

TEST(comes_back)
{
	foreach(v, values) {
		size_t n = (size_t)(v - values);
		const struct state wanted = state_of(n);
		const char *text = state_text(&wanted);
		struct state got;

		row_int(text, state_read(&got, text), true);
		for (size_t i = 0; i < STATE_FIELDS; i++)
			row_text(text, got.fields[i], value(n + i));
		row_text(text, state_text(&got), text);
	}
}

TEST(each_cut)
{
	foreach(v, values) {
		const struct state wanted = state_of((size_t)(v - values));
		const char *text = state_text(&wanted);

		for (size_t len = 0; len < strlen(text); len++)
			refused(text, mem_dup(text, len));
	}
}

TEST(other_texts)
{
	static const char *const rows[][2] = {
		{ "unset", NULL },
		{ "no format", EMPTY "." },
		{ "another format", "3 " EMPTY "." },
		{ "a longer format", "44 " EMPTY "." },
		{ "a field less", "5 0:0:0:0:0:0:0:0:0:0:0:0:0:." },
		{ "more text", "5 " EMPTY ".x" },
		{ "a length beyond the end", "5 0:0:0:0:0:0:0:0:0:0:0:0:0:3:." },
		{ "a length of 2^64", "5 18446744073709551616:" EMPTY "." },
		{ "a length of 2^64 in the last field",
		  "5 0:0:0:0:0:0:0:0:0:0:0:0:0:18446744073709551616:." },
		{ "a negative length", "5 -1:" EMPTY "." },
		{ "a signed length", "5 +0:0:0:0:0:0:0:0:0:0:0:0:0:0:." },
		{ "no length", "5 :0:0:0:0:0:0:0:0:0:0:0:0:0:." },
		{ "no colon", "5 0;0:0:0:0:0:0:0:0:0:0:0:0:0:." },
	};

	foreach(row, rows)
		refused((*row)[0], (*row)[1]);
}

TEST(longest_field)
{
	struct state longest = state_of(0), got;
	struct buf b = BUF_INIT;

	while (b.len < FIELD_MAX)
		buf_putc(&b, 'x');
	longest.told = b.data;
	assert_true(state_read(&got, state_text(&longest)));
	assert_string_equal(got.told, b.data);
	buf_putc(&b, 'x');
	longest.told = b.data;
	refused("a longer one", state_text(&longest));
}

MAIN(NULL)
