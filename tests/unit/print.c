/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 62 66 67 */
/* What people read and paste: ~, escapes, words of a command, widths; and the bytes of JSON. */
#include "core/mem.h"
#include "print/json.h"
#include "print/paste.h"
#include "print/table.h"
#include "test.h"

static void setup(void)
{
	setenv("HOME", "/home/you", 1);
}

TEST(shown_below_home)
{
	static const char *const rows[][3] = {
		{ "/home/you", "/home/you", "~" },
		{ "/home/you", "/home/you/p/.venv", "~/p/.venv" },
		{ "/home/you", "/home/young/p", "/home/young/p" },
		{ "/home/you", "p in /home/you", "p in /home/you" },
		{ "/home/you", "/home/you/a\033\\b\xFF", "~/a\\033\\\\b\\377" },
		{ "/", "/p", "/p" },
		{ "", "/p", "/p" },
	};

	foreach(row, rows) {
		setenv("HOME", (*row)[0], 1);
		row_text((*row)[1], shown((*row)[1]), (*row)[2]);
	}
	unsetenv("HOME");
	assert_string_equal(shown("/p"), "/p");
	setenv("HOME", "/home/you", 1);
}

/* fuzz/quote has the shells read such words. */
TEST(pasted_words)
{
	static const char *const rows[][4] = {
		{ "/w/p-1.0_x@y+z%/.venv", "/w/p-1.0_x@y+z%/.venv", NULL, NULL },
		{ "/home/you/p/.venv", "~/p/.venv", NULL, NULL },
		{ "/home/you", "~", NULL, NULL },
		{ "/home/you/my p", "'/home/you/my p'", NULL, NULL },
		{ "/home/you/a;b", "'/home/you/a;b'", NULL, NULL },
		{ "/home/you/é", "'/home/you/é'", NULL, NULL },
		{ "~/p", "'~/p'", NULL, NULL },
		{ "a~b", "'a~b'", NULL, NULL },
		{ "-p", "./-p", NULL, NULL },
		{ "-p;", "./'-p;'", NULL, NULL },
		{ "", "''", NULL, NULL },
		{ "it's", "'it'\\''s'", "'it'\\''s'", "'it\\'s'" },
		{ "/home/you/\033", "$'/home/you/\\033'", "$'/home/you/\\033'",
		  "'/home/you/'\\X1b''" },
	};
	static const struct shell *const by[] = { &shell_bash, &shell_zsh, &shell_fish };

	foreach(row, rows)
		for (size_t i = 0; i < ARRAY_SIZE(by); i++)
			row_text((*row)[0], paste_word_in(by[i], (*row)[0]),
				 (*row)[i + 1] ? (*row)[i + 1] : (*row)[1]);
}

TEST(pasted_commands)
{
	setenv("AVENV_SHELL", "fish 4", 1);
	assert_ptr_equal(paste_shell(), &shell_fish);
	assert_string_equal(paste_command("avenv allow", "/home/you/p"), "'avenv allow ~/p'");
	assert_string_equal(paste_command("avenv allow", "/a b"), "\"avenv allow '/a b'\"");
	unsetenv("AVENV_SHELL");
}

TEST(widths)
{
	static const struct {
		const char *text;
		size_t width;
	} rows[] = {
		{ "", 0 }, { "abc", 3 }, { "é", 1 }, { "日本", 4 }, { "e\xCC\x81", 1 }, { "…", 1 },
	};

	foreach(row, rows)
		row_int(row->text, table_width(row->text), row->width);
}

TEST(json_bytes)
{
	static const char *const rows[][2] = {
		{ "", "\"\"" },
		{ "/home/you/\"a\\b\"", "\"/home/you/\\\"a\\\\b\\\"\"" },
		{ "\n\x1b\x7f", "\"\\u000a\\u001b\\u007f\"" },
		{ "é𝄞", "\"é𝄞\"" },
		{ "\xC2\x9B\xE2\x80\xAE", "\"\\u009b\\u202e\"" },
		{ "\xF3\xA0\x80\x81", "\"\\udb40\\udc01\"" },
		{ "a\xFF\xC3", "\"a\\udcff\\udcc3\"" },
		{ "\xED\xA0\x80", "\"\\udced\\udca0\\udc80\"" },
	};

	foreach(row, rows) {
		struct json j = { .out = BUF_INIT };

		json_text(&j, NULL, (*row)[0]);
		row_text((*row)[0], j.out.data, (*row)[1]);
	}
}

TEST(json_form)
{
	struct json j;

	json_begin(&j);
	json_list(&j, "none");
	json_list_end(&j);
	json_list(&j, "some");
	json_number(&j, NULL, -9223372036854775807 - 1);
	json_object(&j, NULL);
	json_bool(&j, "b", false);
	json_text(&j, "s", NULL);
	json_object_end(&j);
	json_list_end(&j);
	json_object_end(&j);
	assert_string_equal(j.out.data, "{\n  \"schema\": 1,\n  \"none\": [],\n  \"some\": [\n"
					"    -9223372036854775808,\n    {\n      \"b\": false,\n"
					"      \"s\": null\n    }\n  ]\n}");
}

MAIN(setup)
