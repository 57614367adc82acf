/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 26 29 */
/* pyvenv.cfg, as CPython reads it. */
#include "core/cfg.h"
#include "test.h"

#define BOM  "\xEF\xBB\xBF"
#define HOME "home = /usr/bin\n"

/** A file and what it says; DATA may hold NULs. */
struct row {
	const char *name, *data;
	size_t len;
	const char *home, *version, *prompt;
	bool system_site;
};

#define FILE_OF(text) text, sizeof(text) - 1

// clang-format off
static const struct row rows[] = {
	{ "as venv writes it",
	  FILE_OF("home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.2\n"),
	  "/usr/bin", "3.11.2", NULL, false },
	{ "as virtualenv writes it",
	  FILE_OF("home = /usr/bin\nversion_info = 3.12.1.final.0\nprompt = demo\n"),
	  "/usr/bin", "3.12.1.final.0", "demo", false },
	{ "no newline at the end", FILE_OF("home = /b"), "/b", NULL, NULL, false },
	{ "no spaces", FILE_OF("home=/b\n"), "/b", NULL, NULL, false },
	{ "many spaces", FILE_OF(" \thome\t =  /b c \t\n"), "/b c", NULL, NULL, false },
	{ "byte order mark", FILE_OF(BOM "home = /b\n"), "/b", NULL, NULL, false },
	{ "a byte order mark further on is no space", FILE_OF("x = y\n" BOM "home = /b\n"), NULL,
	  NULL, NULL, false },
	{ "CRLF", FILE_OF("home = /b\r\nprompt = x\r\n"), "/b", NULL, "x", false },
	{ "CR alone", FILE_OF("home = /b\rprompt = x\r"), "/b", NULL, "x", false },
	{ "keys without regard to case",
	  FILE_OF("HOME = /b\nPrompt = x\nVERSION = 3\nInclude-System-Site-Packages = TRUE\n"),
	  "/b", "3", "x", true },
	{ "the first home wins", FILE_OF("home = /first\nhome = /second\n"), "/first", NULL, NULL,
	  false },
	{ "the first home wins, also where it is empty", FILE_OF("home =\nhome = /second\n"), NULL,
	  NULL, NULL, false },
	{ "the last version wins", FILE_OF(HOME "version = 1\nversion = 2\n"), "/usr/bin", "2",
	  NULL, false },
	{ "'=' in a value", FILE_OF("home = /a=b\nprompt = x=y==\n"), "/a=b", NULL, "x=y==",
	  false },
	{ "a line without '='", FILE_OF("nonsense\nhome = /b\nhome\n"), "/b", NULL, NULL, false },
	{ "no comments: '#' is part of the key", FILE_OF("#home = /a\nhome = /b # c\n"), "/b # c",
	  NULL, NULL, false },
	{ "a line with a NUL is ignored", FILE_OF("home = /a\0x\nhome = /b\n"), "/b", NULL, NULL,
	  false },
	{ "no home", FILE_OF("version = 3.11\nhomes = /b\n"), NULL, "3.11", NULL, false },
	{ "home without a value", FILE_OF("home =  \n"), NULL, NULL, NULL, false },
	{ "empty", FILE_OF(""), NULL, NULL, NULL, false },
	{ "system site: only \"true\"", FILE_OF(HOME "include-system-site-packages = 1\n"),
	  "/usr/bin", NULL, NULL, false },
	{ "bytes that are not UTF-8", FILE_OF("home = /\xFF\xFE\n"), "/\xFF\xFE", NULL, NULL,
	  false },
};

/* Values of `prompt` as a file has them, and what they mean. */
static const struct {
	const char *written, *meant;
} prompts[] = {
	{ "plain", "plain" },
	{ "two words", "two words" },
	{ "'repr'", "repr" },
	{ "\"it's\"", "it's" },
	{ "'it\\'s \"x\"'", "it's \"x\"" },
	{ "'a\\\\b'", "a\\b" },
	{ "''", "" },
	{ "'", "'" },
	{ "it's", "it's" },
	{ "'it's'", "it's" },
	{ "'a\\'", "a\\" },
	{ "a\\nb", "a\\nb" },
	{ "' x '", " x " },
	{ "'$(id)'", "$(id)" },
	{ "(name) ", "(name)" },
};
// clang-format on

TEST(files)
{
	foreach(row, rows) {
		struct cfg cfg;
		bool env = cfg_parse(row->data, row->len, &cfg);

		row_int(row->name, env, row->home != NULL);
		if (row->home)
			row_text(row->name, cfg.home, row->home);
		row_text(row->name, cfg.version, row->version);
		row_text(row->name, cfg.prompt, row->prompt);
		row_int(row->name, cfg.system_site, row->system_site);
	}
}

TEST(prompts_unquoted)
{
	foreach(row, prompts) {
		char data[256] = HOME "prompt = ";
		struct cfg cfg;

		strncat(data, row->written, 100);
		assert_true(cfg_parse(data, strlen(data), &cfg));
		row_text(row->written, cfg.prompt, row->meant);
	}
}

/* Nothing past the end is read (asan) or believed. */
TEST(cut_anywhere)
{
	static const char text[] = BOM "home = /b\r\nprompt = 'a\\x41\\'b'\r\n";
	struct cfg cfg;

	for (size_t len = 0; len < sizeof(text); len++) {
		bool env = cfg_parse(text, len, &cfg);

		/* From "home = /" on. */
		assert_int_equal(env, len >= sizeof(BOM "home = /") - 1);
	}
}

MAIN(NULL)
