/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 46 */
/* The line of setup in a startup file, as text. */
#include "cli/startup_edit.h"
#include "core/mem.h"
#include "test.h"

#define ZSH(WORD) "if [ -x " WORD " ]; then eval \"$(" WORD " hook zsh)\"; fi"
#define LINE      ZSH("/a/avenv")
#define OLD       ZSH("'/b c/avenv'")
#define MARK      "  # avenv setup"

static struct text text_of(const char *s)
{
	return (struct text){ .data = mem_dups(s), .len = strlen(s) };
}

/* The line is put in and taken out: the file is as it was, byte for byte. */
TEST(put_and_taken)
{
	// clang-format off
	static const char *const rows[] = {
		"", "\n", "a", "a\n", "a\r\n", "\r\n", "a\\", "a\\\n", "\\\n\n", "a\nb\n\n\n",
		"a\r\nb\n", "a\nb\r\n", "# avenv setup", "# avenv setup\n",
		" # x # avenv setup\n", "x # avenv setup and more\n", "x # avenv setup (more\n",
	};
	// clang-format on

	foreach(row, rows) {
		const struct startup_mark made = { 0 };
		struct text old = text_of(*row), new;
		struct startup_edit put, again, taken;

		startup_put(&old, LINE, &made, &put);
		row_int(*row, put.what, STARTUP_ADDED);
		new = text_of(put.text.data);
		startup_put(&new, LINE, &made, &again);
		row_int(*row, again.what, STARTUP_SAME);
		row_int(*row, again.line, put.line);
		startup_take(&new, &taken);
		row_int(*row, taken.what, STARTUP_REMOVED);
		row_int(*row, taken.line, put.line);
		row_text(*row, taken.text.data, *row);
	}
}

/* Lines of ours that are there stay in place, and are made new. */
TEST(put_over_an_older_line)
{
	static const char *const rows[][2] = {
		{ "a\n" OLD MARK "\nb\n", "a\n" LINE MARK "\nb\n" },
		{ OLD MARK " (made this file)\r\nb", LINE MARK " (made this file)\r\nb" },
		{ OLD MARK "\na\n" LINE MARK "\n" OLD MARK "\n",
		  LINE MARK "\na\n" LINE MARK "\n" LINE MARK "\n" },
		{ "#" OLD MARK "\n", "#" OLD MARK "\n" LINE MARK "\n" },
	};

	foreach(row, rows) {
		const struct startup_mark made = { 0 };
		struct text old = text_of((*row)[0]);
		struct startup_edit e;

		startup_put(&old, LINE, &made, &e);
		row_text((*row)[0], e.text.data, (*row)[1]);
	}
}

TEST(taken_from_a_changed_file)
{
	static const char *const rows[][2] = {
		{ "a\n" LINE MARK "\nb\n", "a\nb\n" },
		{ "a\n" LINE MARK " (added newlines before it: 1)\n", "a" },
		/* A line came behind it, and needs that end of line. */
		{ "a\n" LINE MARK " (added newlines before it: 1)\nb\n", "a\nb\n" },
		/* The end of line is gone already. */
		{ LINE MARK " (added newlines before it: 9)\n", "" },
		{ LINE MARK "\n" OLD MARK "\n", "" },
		{ ZSH("~/bin/avenv") MARK "\n" ZSH("$'/\\001/avenv'") MARK "\n", "" },
	};

	foreach(row, rows) {
		struct text old = text_of((*row)[0]);
		struct startup_edit e;

		startup_take(&old, &e);
		row_text((*row)[0], e.text.data, (*row)[1]);
	}
}

/* A line is ours if every byte of it is as setup writes it. */
TEST(lines_of_the_user)
{
	static const char *const rows[] = { "export A=1" MARK,
					    "export A=1" MARK " (see wiki)",
					    "PATH=/a:$PATH" MARK " (made this file)",
					    MARK,
					    " " LINE MARK,
					    LINE "; a" MARK,
					    "a; " LINE MARK,
					    LINE " # avenv setup",
					    LINE MARK " ",
					    LINE MARK " (see wiki)",
					    LINE MARK " (made this file",
					    LINE MARK
					    " (made this file and directories: 99999999999)",
					    LINE MARK " (made this file) (made this file)",
					    LINE MARK " (added newlines before it: x)",
					    LINE MARK MARK,
					    "if [ -x /a ]; then eval \"$(/b hook zsh)\"; fi" MARK,
					    ZSH("") MARK,
					    ZSH("avenv") MARK };

	foreach(row, rows) {
		const struct startup_mark made = { 0 };
		struct text old = text_of(*row);
		struct startup_edit e;

		startup_take(&old, &e);
		row_int(*row, e.what, STARTUP_SAME);
		startup_put(&old, LINE, &made, &e);
		row_int(*row, e.what, STARTUP_ADDED);
		row_int(*row, strncmp(e.text.data, *row, old.len), 0);
	}
}

MAIN(NULL, NULL)
