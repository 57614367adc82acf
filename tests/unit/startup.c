/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The marked line in a startup file, and what is read of one as text. */
#include "cli/startup.h"
#include "cli/grep.h"
#include "cli/startup_edit.h"
#include "core/mem.h"
#include "test.h"

#define ZSH(WORD) "if [ -x " WORD " ]; then eval \"$(" WORD " hook zsh)\"; fi"
#define LINE      ZSH("/a/avenv")
#define IN_BASH   "if [ -n \"${BASH_VERSION-}\" ] && [ -n \"${PS1-}\" ] && "
#define OLD       ZSH("'/b c/avenv'")
#define MARK      "  # avenv setup"

static struct text text_of(const char *s)
{
	return (struct text){ .data = mem_dups(s), .len = strlen(s) };
}

/* Whatever a file holds, what was put in comes out again. */
TEST(there_and_back)
{
	static const char *const rows[] = {
		"",
		"\n",
		"a",
		"a\n",
		"a\r\n",
		"a\r",
		"\r",
		"\r\n",
		"a\\",
		"a\\\n",
		"a\\\r\n",
		"\\",
		"\\\n\n",
		"a\nb\n\n\n",
		"a\r\nb\n",
		"a\nb\r\n",
		"a\nb\r\nc",
		"# avenv setup",
		"# avenv setup\n",
		" # x # avenv setup\n",
		"x # avenv setup and more\n",
		"x # avenv setup (more\n",
	};

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

/* What is put where, and what the mark remembers. */
TEST(put)
{
	static const struct {
		const char *old, *new;
		struct startup_mark made;
		unsigned line;
	} rows[] = {
		{ "", LINE MARK "\n", { 0 }, 1 },
		{ "", LINE MARK " (made this file)\n", { .file = true }, 1 },
		{ "",
		  LINE MARK " (made this file and directories: 2)\n",
		  { .file = true, .dirs = 2 },
		  1 },
		{ "a\n", "a\n" LINE MARK "\n", { 0 }, 2 },
		{ "a",
		  "a\n" LINE MARK " (added newlines before it: 1)\n",
		  { 0 },
		  2 },
		{ "a\\",
		  "a\\\n\n" LINE MARK " (added newlines before it: 2)\n",
		  { 0 },
		  3 },
		{ "a\\\n",
		  "a\\\n\n" LINE MARK " (added newlines before it: 1)\n",
		  { 0 },
		  3 },
		{ "a\\\n\n", "a\\\n\n" LINE MARK "\n", { 0 }, 3 },
		{ "a\r\n", "a\r\n" LINE MARK "\r\n", { 0 }, 2 },
		/* One that is there stays where it is, with what it remembers */
		{ "a\n" OLD MARK "\nb\n", "a\n" LINE MARK "\nb\n", { 0 }, 2 },
		{ OLD MARK " (made this file)\r\nb",
		  LINE MARK " (made this file)\r\nb",
		  { 0 },
		  1 },
		{ OLD MARK "\na\n" LINE MARK "\n" OLD MARK "\n",
		  LINE MARK "\na\n" LINE MARK "\n" LINE MARK "\n",
		  { 0 },
		  1 },
		{ "#" OLD MARK "\n",
		  "#" OLD MARK "\n" LINE MARK "\n",
		  { 0 },
		  2 },
	};

	foreach(row, rows) {
		struct text old = text_of(row->old);
		struct startup_edit e;

		startup_put(&old, LINE, &row->made, &e);
		row_text(row->old, e.text.data, row->new);
		row_int(row->old, e.line, row->line);
	}
}

/* Made new also where the file stays as long as it was. */
TEST(as_long)
{
	const struct startup_mark made = { 0 };
	struct text old = text_of(ZSH("/b/avenv") MARK "\n");
	struct startup_edit e;

	startup_put(&old, LINE, &made, &e);
	assert_int_equal(e.what, STARTUP_REPLACED);
	assert_string_equal(e.text.data, LINE MARK "\n");
}

TEST(take)
{
	static const struct {
		const char *old, *new;
	} rows[] = {
		{ "a\n" LINE MARK "\nb\n", "a\nb\n" },
		{ "a\n" LINE MARK " (added newlines before it: 1)\n", "a" },
		/* Something came behind it, which needs that end of line. */
		{ "a\n" LINE MARK " (added newlines before it: 1)\nb\n",
		  "a\nb\n" },
		/* Somebody took it away already. */
		{ LINE MARK " (added newlines before it: 9)\n", "" },
		{ LINE MARK "\n" OLD MARK "\n", "" },
		{ ZSH("~/'b c/avenv'") MARK "\n", "" },
		{ IN_BASH "[ -r ~/.bashrc ]; then . ~/.bashrc; fi" MARK "\n",
		  "" },
		/* No shell has an empty block, nor nothing behind an &&. */
		{ "if a; then\n" LINE MARK "\nfi\n", "if a; then\n:\nfi\n" },
		{ "f() { # a\n\n" LINE MARK "\r\n# b\n}\n",
		  "f() { # a\n\n:\r\n# b\n}\n" },
		{ "if a; then\n" LINE MARK "\n" LINE MARK "\nelse\n" LINE MARK
		  "\nfi\n",
		  "if a; then\n:\nelse\n:\nfi\n" },
		{ "a &&\n" LINE MARK "\nb\n", "a &&\n:\nb\n" },
		{ "a && \\\n" LINE MARK "\n", "a && \\\n:\n" },
		{ "if a; then\n" LINE MARK "\nb\nfi\n", "if a; then\nb\nfi\n" },
		{ "if a; then\nb\n" LINE MARK "\nfi\n", "if a; then\nb\nfi\n" },
		{ "echo else\n" LINE MARK "\nb\n", "echo else\nb\n" },
	};

	foreach(row, rows) {
		struct text old = text_of(row->old);
		struct startup_edit e;

		startup_take(&old, &e);
		row_text(row->old, e.text.data, row->new);
	}
}

/* Nothing but what setup writes, byte for byte, is taken for a line of ours. */
TEST(not_ours)
{
	static const char *const rows[] = {
		"export A=1" MARK,
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
		LINE MARK " (made this file and directories: 0)",
		LINE MARK " (made this file and directories: 02)",
		LINE MARK " (made this file and directories: 99999999999)",
		LINE MARK " (made this file) (made this file)",
		LINE MARK " (added newlines before it: x)",
		LINE MARK MARK,
		"if [ -x /a ]; then eval \"$(/b hook zsh)\"; fi" MARK,
		ZSH("") MARK,
		ZSH("avenv") MARK,
		IN_BASH "[ -r ~/.bashrc ]; then . ~/.bashrc; a; fi" MARK,
	};

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

TEST(loads)
{
	static const struct {
		const char *text;
		unsigned line;
	} rows[] = {
		{ "eval \"$(avenv hook bash)\"", 1 },
		{ "a\n\neval \"$('/a b/avenv' hook 'zsh')\"", 3 },
		{ "avenv  init\tfish | source", 1 },
		{ ". ~/x/avenv.bash", 1 },
		{ "[ -e x ] && source \"$X/avenv.zsh\"", 1 },
		{ "a=' # ' ; avenv hook bash", 1 },
		{ "a=it\\'s # avenv hook bash", 0 },
		{ "# avenv hook bash", 0 },
		{ "a;# avenv hook bash", 0 },
		{ "avenv\nhook bash", 0 },
		{ "avenv hook", 0 },
		{ "cat avenv.bash", 0 },
		{ "./avenv.bash", 0 },
		{ "", 0 },
	};

	foreach(row, rows) {
		struct text text = text_of(row->text);

		row_int(row->text, startup_loads(&text), row->line);
	}
}

TEST(sources)
{
	static const struct {
		const char *text;
		bool wanted;
	} rows[] = {
		{ ". ~/.bashrc", true },
		{ "[[ -f ~/.bashrc ]] && . ~/.bashrc", true },
		{ "if [ -f ~/.bashrc ]; then source \"$HOME/.bashrc\"; fi",
		  true },
		{ "test -r ~/.bashrc&&. ~/.bashrc", true },
		{ "for f in ~/.a ~/.bashrc; do . $f; done", true },
		{ "\t. ${HOME}/.bashrc\t# mine", true },
		{ ". ~/.bashrc.local", false },
		{ ". /etc/bash.bashrc", false },
		{ "[ -f ~/.bashrc ]", false },
		{ "vi ~/.bashrc", false },
		{ "a. ~/.bashrc", false },
		{ "# . ~/.bashrc", false },
		{ ". ~/.profile; vi ~/.bashrc", false },
		{ ".\n ~/.bashrc", false },
	};

	foreach(row, rows) {
		struct text text = text_of(row->text);

		row_int(row->text, startup_sources(&text, ".bashrc"),
			row->wanted);
	}
}

TEST(comments)
{
	static const struct {
		const char *text, *comment, *code;
	} rows[] = {
		{ "a # b", "#", "a \n" },
		{ "a#b", "#", "a#b\n" },
		{ "$# ${#a} '# ' \"# \"", "#", "$# ${#a} '# ' \"# \"\n" },
		/* A quote ends with its line: the next is read anew. */
		{ "it's\n# b\nc", "#", "it's\n\nc\n" },
		{ "\"http://x\", // b", "//", "\"http://x\", \n" },
		{ "\"a\\\" // b\" // c", "//", "\"a\\\" // b\" \n" },
		{ "a\\", "#", "a\\\n" },
		{ "", "#", "" },
	};

	foreach(row, rows) {
		struct text text = text_of(row->text);

		row_text(row->text, grep_code(&text, row->comment), row->code);
	}
}

MAIN(NULL, NULL)
