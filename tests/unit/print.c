/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 62 66 67 */
/* Text for people: ~, escapes, words of a command, widths; and the bytes of JSON. */
#include <fcntl.h>
#include <unistd.h>

#include "core/escape.h"
#include "core/utf8.h"
#include "print/json.h"
#include "print/msg.h"
#include "print/paste.h"
#include "print/table.h"
#include "test.h"

static void setup(void)
{
	setenv("HOME", "/home/you", 1);
}

TEST(shown_below_home)
{
	static const char *const rows[] = {
		"/home/you|~",
		"/home/you/p/.venv|~/p/.venv",
		"/home/young/p|/home/young/p",
		"p in /home/you|p in /home/you",
		"/home/you/a\033\\b\xFF|~/a\\033\\\\b\\377",
	};
	static const char *const no_homes[] = { "/", "" };

	rows_text(rows, shown);
	foreach(home, no_homes) {
		setenv("HOME", *home, 1);
		assert_string_equal(shown("/p"), "/p");
	}
	setup();
}

/* Escaped text is not escaped again; unit/path has each kind of character. */
TEST(printable)
{
	static const char *const rows[] = { "/home/you/é\\033|/home/you/é\\033", "a\\\n|a\\\\012" };

	rows_text(rows, escape_unprintable);
	assert_true(utf8_is_printable("/home/you/é\\033"));
	assert_false(utf8_is_printable("a\n"));
}

/* A locale that names no UTF-8 has terminals to which a byte beyond ASCII may be a command. */
TEST(printable_in_the_locale)
{
	static const char *const utf8[] = {
		"", "C", "POSIX", "C.UTF-8", "de_DE.utf8@euro", "UTF-8"
	};
	static const char *const others[] = { "de_DE.ISO-8859-1", "zh_CN.GBK", "de_DE",
					      "ja_JP.SJIS" };

	foreach(locale, utf8) {
		setenv("LC_ALL", *locale, 1);
		assert_string_equal(escape_unprintable("ě"), "ě");
	}
	foreach(locale, others) {
		setenv("LC_ALL", *locale, 1);
		assert_string_equal(escape_unprintable("ě"), "\\304\\233");
		assert_string_equal(shell_word(&shell_bash, "/ě"), "$'/\\304\\233'");
	}
	setenv("LC_ALL", "", 1);
	setenv("LC_CTYPE", "C.UTF-8", 1);
	assert_true(utf8_is_printable("ě"));
}

/* fuzz/quote has the shells read such words. */
TEST(pasted_words)
{
	static const struct shell *const by[] = { &shell_bash, &shell_zsh, &shell_fish };
	/* A word, and the same for each shell */
	static const char *const words[] = {
		"/w/p-1.0_x@y+z%/.venv|/w/p-1.0_x@y+z%/.venv",
		"/home/you|~",
		"/home/you/p/.venv|~/p/.venv",
		"/home/you/my p|'/home/you/my p'",
		"/home/you/a;b|'/home/you/a;b'",
		"/home/you/é|'/home/you/é'",
		"~/p|'~/p'",
		"a~b|'a~b'",
		"-p|./-p",
		"-p;|./'-p;'",
		"|''",
	};

	foreach(shell, by)
		foreach(row, words) {
			char *word = mem_dups(*row), *wanted = cut_row(word);

			row_text(word, shell_word(*shell, word), wanted);
		}
	assert_string_equal(shell_word(&shell_zsh, "é\xC2\x9B'"), "$'\\303\\251\\302\\233\\047'");
	assert_string_equal(shell_word(&shell_bash, "it's\033"), "$'it\\047s\\033'");
	assert_string_equal(shell_word(&shell_bash, "\xE2\x80\xAE\x9B"), "$'\\342\\200\\256\\233'");
	assert_string_equal(shell_word(&shell_bash, "it's"), "'it'\\''s'");
	assert_string_equal(shell_word(&shell_fish, "it's"), "'it'\\''s'");
	assert_string_equal(shell_word(&shell_fish, "a\033"), "'a'\\X1b''");
	assert_string_equal(shell_word(&shell_fish, "é\xC2\x9B\n"), "'é'\\Xc2''\\X9b''\\X0a''");
}

TEST(pasted_commands)
{
	setenv("AVENV_SHELL", "fish 6", 1);
	assert_ptr_equal(paste_shell(), &shell_fish);
	assert_string_equal(paste_command("avenv allow", "/home/you/p"), "'avenv allow ~/p'");
	assert_string_equal(paste_command("avenv allow", "/a b"), "\n    avenv allow '/a b'\n");
	unsetenv("AVENV_SHELL");
}

/* A command with an apostrophe stands on a line of its own, without quotes. */
TEST(command_lines)
{
	static const char *const rows[] = {
		"no; 'avenv' does|no; 'avenv' does",
		"no; \n    a 'b'\n does|no:\na 'b'\ndoes",
		"type \n    a 'b'\n|type:\na 'b'",
		"\n    a 'b'\n does|a 'b'\ndoes",
		"to fix it: \n    a 'b'\n|to fix it:\na 'b'",
		"\n    a 'b'\n swaps, \n    c 'd'\n removes|a 'b'\nswaps:\nc 'd'\nremoves",
		"a\nb; \n    a 'b'\n c\n|a\\012b:\na 'b'\nc\\012",
		"\n    a|\\012    a",
	};

	rows_text(rows, shell_lines);
	assert_string_equal(shell_message("\033; \n    a 'b'\n c"), "\\033:\na 'b'\nc");
}

TEST(widths)
{
	static const char *const rows[] = { "|0", "abc|3", "é|1", "日本|4", "e\xCC\x81|1", "…|1" };

	foreach(row, rows) {
		char *text = mem_dups(*row), *width = cut_row(text), *out = NULL;
		const char *const titles[] = { "12345", "" };
		size_t size = 0;
		FILE *file = open_memstream(&out, &size);
		struct table t;

		table_init(&t, titles, ARRAY_SIZE(titles));
		table_add(&t, text, COLOUR_PLAIN);
		table_add(&t, "x", COLOUR_PLAIN);
		table_print(&t, file);
		fclose(file);
		row_text(text, strchr(out, '\n') + 1 + strlen(text),
			 formatted("%*sx\n", 5 + 2 - atoi(width), ""));
		free(out);
	}
}

/* One long path moves the cells of no other row out of their column. */
TEST(table_columns)
{
	static const char *const titles[] = { "NAME", "PROJECT", "STATE" };
	char line[200], *out = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&out, &size);
	struct table t;
	int rows = 0;

	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	table_init(&t, titles, ARRAY_SIZE(titles));
	for (int i = 0; i < 2; i++) {
		table_add(&t, "web", COLOUR_PLAIN);
		table_add(&t, i ? line : "~/web", COLOUR_PLAIN);
		table_add(&t, "ok", COLOUR_PLAIN);
	}
	table_print(&t, file);
	fclose(file);
	for (const char *s = strtok(out, "\n"); s; s = strtok(NULL, "\n"), rows++)
		assert_string_equal(s + 4 + 2 + strlen(line) + 2, rows ? "ok" : "STATE");
	assert_int_equal(rows, 3);
	free(out);
}

TEST(json_bytes)
{
	static const char *const rows[][2] = {
		{ "", "" },
		{ "/home/you/\"a\\b\"", "/home/you/\\\"a\\\\b\\\"" },
		{ "\n\x1b\x7f", "\\n\\u001B\\u007F" },
		{ "é𝄞", "\\u00E9\\uD834\\uDD1E" },
		{ "\xC2\x9B\xE2\x80\xAE", "\\u009B\\u202E" },
		{ "\xF3\xA0\x80\x81", "\\uDB40\\uDC01" },
		{ "a\xFF\xC3", "a\\uDCFF\\uDCC3" },
		{ "\xED\xA0\x80", "\\uDCED\\uDCA0\\uDC80" },
		/* U+10FBFF, U+10FC80, and how the latter is printed */
		{ "\xF4\x8F\xAF\xBF", "\\uDBFE\\uDFFF" },
		{ "\xF4\x8F\xB2\x80", "\\uDCF4\\uDC8F\\uDCB2\\uDC80" },
		{ "\\uDBFF\x80\\uDBFF\\uDC80", "\\\\uDBFF\\uDC80\\\\uDBFF\\\\uDC80" },
	};

	foreach(row, rows) {
		char *out = NULL;
		size_t size = 0;
		FILE *file = open_memstream(&out, &size);

		json_print(json_pack("[o]", json_text((*row)[0])), file);
		fclose(file);
		row_text((*row)[0], out, formatted("[\n  \"%s\"\n]\n", (*row)[1]));
		free(out);
	}
}

/*
 * Work of more than a second has a line on a terminal, which the next message, or the end, erases.
 */
TEST(progress)
{
	int terminal = posix_openpt(O_RDWR | O_NOCTTY), saved = dup(STDERR_FILENO), other;
	char text[64] = "";

	if (terminal < 0 || grantpt(terminal) || unlockpt(terminal))
		skip();
	other = open(ptsname(terminal), O_RDWR | O_NOCTTY);
	setenv("TERM", "xterm", 1);
	dup2(other, STDERR_FILENO);
	progress_begin("copying");
	/* Waits for the line. */
	assert_true(read(terminal, text, sizeof(text) - 1) > 0);
	progress_end();
	dup2(saved, STDERR_FILENO);
	assert_string_equal(text, "avenv: copying ...");
	memset(text, 0, sizeof(text));
	assert_true(read(terminal, text, sizeof(text) - 1) > 0);
	assert_string_equal(text, "\r\033[K");
	close(other);
	close(saved);
	close(terminal);
	/* In a pipe there is none, and no alarm is set. */
	assert_int_equal(dup2(open("/dev/null", O_WRONLY), STDERR_FILENO), STDERR_FILENO);
	progress_begin("copying");
	assert_int_equal(alarm(0), 0);
}

MAIN(setup)
