/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 26 29 */
/* pyvenv.cfg, as CPython reads it; fuzz/cfg has any bytes, in memory of just their size. */
#include "core/venv.h"
#include "test.h"

#define BOM  "\xEF\xBB\xBF"
#define HOME "home = /usr/bin\n"

// clang-format off
/** A file, and "HOME|VERSION|PROMPT|SYSTEM-SITE" as far as it says; NULL: no environment. */
static const struct {
	const char *name, *data, *wanted;
} rows[] = {
	{ "as venv writes it", HOME "include-system-site-packages = false\nversion = 3.11.2\n",
	  "/usr/bin|3.11.2||" },
	{ "as virtualenv writes it", HOME "version_info = 3.12.1.final.0\nprompt = demo\n",
	  "/usr/bin|3.12.1.final.0|demo|" },
	{ "no newline at the end", "home = /b", "/b|||" },
	{ "no spaces", "home=/b\n", "/b|||" },
	{ "many spaces", " \thome\t =  /b c \t\n", "/b c|||" },
	{ "byte order mark", BOM "home = /b\n", "/b|||" },
	{ "a byte order mark further on is no space", "x = y\n" BOM "home = /b\n", NULL },
	{ "CRLF", "home = /b\r\nprompt = x\r\n", "/b||x|" },
	{ "CR alone", "home = /b\rprompt = x\r", "/b||x|" },
	{ "keys without regard to case",
	  "HOME = /b\nPrompt = x\nInclude-System-Site-Packages = TRUE\n",
	  "/b||x|true" },
	{ "system site: only \"true\"", HOME "include-system-site-packages = 1\n", "/usr/bin|||" },
	{ "the first home wins", "home = /first\nhome = /second\n", "/first|||" },
	{ "the first home wins, also where it is empty", "home =\nhome = /second\n", NULL },
	{ "the last version wins", HOME "version = 1\nversion = 2\n", "/usr/bin|2||" },
	{ "'=' in a value", "home = /a=b\nprompt = x=y==\n", "/a=b||x=y==|" },
	{ "a line without '='", "nonsense\nhome = /b\nhome\n", "/b|||" },
	{ "no comments: '#' is part of the key", "#home = /a\nhome = /b # c\n", "/b # c|||" },
	{ "no home", "version = 3.11\nhomes = /b\n", NULL },
	{ "home without a value", "home =  \n", NULL },
	{ "empty", "", NULL },
	{ "bytes that are not UTF-8", "home = /\xFF\xFE\n", "/\xFF\xFE|||" },
};

/* Values of `prompt` as a file has them, and what they mean. */
static const char *const prompts[] = {
	"plain|plain", "two words|two words", "'repr'|repr", "\"it's\"|it's",
	"'it\\'s \"x\"'|it's \"x\"",
	"'a\\\\b'|a\\b", "''|", "'|'", "it's|it's", "'it's'|it's", "'a\\'|a\\", "a\\nb|a\\nb",
	"' x '| x ", "'a\\xa0b'|a\xc2\xa0" "b", "'\\u200d\\U0001f40d'|\xe2\x80\x8d\xf0\x9f\x90\x8d", "'a\\nb\\x1b'|a?b?", "'\\udcff\\'|?\\", "'\\x'|?", "'$(id)'|$(id)", "(name) |(name)",
};
// clang-format on

static const char *told(const char *data, size_t len)
{
	struct cfg cfg;

	if (!cfg_parse(data, len, &cfg))
		return NULL;
	return formatted("%s|%s|%s|%s", cfg.home, cfg.version ? cfg.version : "",
			 cfg.prompt ? cfg.prompt : "", cfg.system_site ? "true" : "");
}

TEST(files)
{
	static const char nul[] = "home = /a\0x\nhome = /b\n";

	foreach(row, rows)
		row_text(row->name, told(row->data, strlen(row->data)), row->wanted);
	/* A line with a NUL is ignored. */
	row_text(nul, told(nul, sizeof(nul) - 1), "/b|||");
}

TEST(prompts_unquoted)
{
	foreach(row, prompts) {
		char *written = mem_dups(*row), *meant = cut_row(written);
		const char *data = formatted(HOME "prompt = %s", written);

		row_text(written, told(data, strlen(data)), formatted("/usr/bin||%s|", meant));
	}
}

MAIN(NULL)
