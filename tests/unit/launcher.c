/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 43 57 58 */
/* The first lines of console scripts, written and found again. */
#include "test.h"

#include "cli/launcher.h"
#include "core/mem.h"

/* A path of N bytes, with MORE at its end. */
static const char *path_of(size_t n, const char *more)
{
	char *path = mem_alloc(n + 1);
	size_t tail = strlen(more);

	memset(path, 'x', n);
	path[0] = '/';
	memcpy(path + n - tail, more, tail + 1);
	return path;
}

static const char *head_of(const char *interpreter, const char *args)
{
	struct buf b = BUF_INIT;

	launcher_head(&b, interpreter, args);
	return b.data;
}

#define EXEC(word) "#!/bin/sh\n'''exec' " word " \"$0\" \"$@\"\n' '''\n"

TEST(heads)
{
	static const struct {
		const char *interpreter, *args, *wanted;
	} rows[] = {
		{ "/e/bin/python", "", "#!/e/bin/python\n" },
		{ "/e/bin/python", " -E", "#!/e/bin/python -E\n" },
		{ "/\xc3\xa9/$x", "", "#!/\xc3\xa9/$x\n" },
		{ "/a b/python", "", EXEC("\"/a b/python\"") },
		{ "/a b/python", " -E", EXEC("\"/a b/python\" -E") },
		/* distlib leaves these two to break. */
		{ "/a\tb/python", "", EXEC("\"/a\tb/python\"") },
		{ "/a\nb/python", "", EXEC("\"/a\nb/python\"") },
		{ "/it's a/python", "", EXEC("\"/it's a/python\"") },
		{ "/a $b/python", "", EXEC("'/a $b/python'") },
		{ "/a \"b/python", "", EXEC("'/a \"b/python'") },
		{ "/a '$b/python", "", EXEC("'/a '\"'\"'$b/python'") },
		{ "/a '''b", "", EXEC("'/a '\"'\"''\"'\"''\"'\"'b'") },
	};

	foreach(row, rows)
		row_text(row->interpreter, head_of(row->interpreter, row->args), row->wanted);
}

TEST(parsed)
{
	static const struct {
		const char *text, *interpreter, *args, *rest;
	} rows[] = {
		{ "#!/e/bin/python\nx", "/e/bin/python", "", "x" },
		{ "#! /e/bin/python -I\r\nx", "/e/bin/python", " -I\r", "x" },
		{ EXEC("\"/a b/p\"") "x", "/a b/p", "", "x" },
		{ EXEC("\"/a $b/p\"") "x", "/a $b/p", "", "x" },
		{ EXEC("/long -E") "x", "/long", " -E", "x" },
		{ EXEC("'/a '\"'\"'$b'") "x", "/a '$b", "", "x" },
		{ "#!python\n", NULL, NULL, NULL },
		{ "#!/bin/no-newline", NULL, NULL, NULL },
		{ "#!/bin/sh\n'''exec' /a\n' '''\n", NULL, NULL, NULL },
		{ "#!/bin/sh\n'''exec' \"/a", NULL, NULL, NULL },
		{ "#!/bin/sh\n'''exec' \"$(dirname -- \"$0\")\"/'python' "
		  "\"$0\" \"$@\"\n' '''\n",
		  NULL, NULL, NULL },
		{ "\177ELF", NULL, NULL, NULL },
		{ "", NULL, NULL, NULL },
	};

	foreach(row, rows) {
		const char *text = row->text;
		struct launcher l = { 0 };
		bool found = launcher_parse(text, strlen(text), &l);

		row_int(text, found, row->interpreter != NULL);
		if (!found)
			continue;
		row_text(text, l.interpreter, row->interpreter);
		row_text(text, l.args, row->args);
		row_text(text, text + l.len, row->rest);
	}
}

/* A path of any characters is found again. */
TEST(round_trips)
{
	// clang-format off
	static const char *const tails[] = {
		"", " ", "'", "\"", "'''", "\\", "$(x)", "`x`", "\n", "\t", " ' \" $ ` \\ ''' ",
		"*?[", "&;|<>()", "\xff",
	};
	// clang-format on

	foreach(row, tails) {
		for (size_t n = 40; n < 200; n += 100) {
			const char *path = path_of(n, *row);
			const char *head = head_of(path, " -E");
			struct launcher l = { 0 };

			row_int(path, launcher_parse(head, strlen(head), &l), true);
			row_text(path, l.interpreter, path);
			row_text(path, l.args, " -E");
			row_int(path, l.len, strlen(head));
		}
	}
}

MAIN(NULL, NULL)
