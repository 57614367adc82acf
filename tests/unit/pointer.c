/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 26 29 32 */
/*
 * From a project to an environment elsewhere, by a redirect file or a link; and
 * which files are read at all.
 */
#include "core/pointer.h"
#include "core/buf.h"
#include "test.h"

#define BYTES(text) text, sizeof(text) - 1

// clang-format off
static const struct {
	const char *data;
	size_t len;
	const char *wanted;
} redirects[] = {
	{ BYTES("/e\n"), "/e" },
	{ BYTES("/e"), "/e" },
	{ BYTES("../e\n"), "../e" },
	{ BYTES("~/e\n"), "~/e" },
	{ BYTES("$HOME/e\n"), "$HOME/e" },
	{ BYTES("a b'c\"d\n"), "a b'c\"d" },
	{ BYTES("/\xFF\n"), "/\xFF" },
	{ BYTES(""), NULL },
	{ BYTES("\n"), NULL },
	{ BYTES("/e\r\n"), "/e" },
	{ BYTES("/e \n"), "/e " },
	{ BYTES("\n/e\n"), NULL },
	{ BYTES("/e\n\n"), NULL },
	{ BYTES("/e\n/f"), NULL },
	{ BYTES("\r\n"), NULL },
	{ BYTES("/e\0f\n"), NULL },
	{ BYTES("\0\n"), NULL },
};
// clang-format on

TEST(line_of_a_redirect)
{
	struct buf b = BUF_INIT;

	foreach(row, redirects)
		row_text(row->data, pointer_redirect_line(row->data, row->len), row->wanted);
	while (b.len < PATH_MAX - 1)
		buf_putc(&b, b.len % 2 ? 'd' : '/');
	assert_non_null(pointer_redirect_line(b.data, b.len));
	buf_putc(&b, 'd');
	assert_null(pointer_redirect_line(b.data, b.len));
}

/* Where it leads, a real path; NULL: nowhere, and C says why. */
static const char *follow(enum pointer pointer, const char *name, struct candidate *c)
{
	struct chain env;
	int ret;

	*c = (struct candidate){ .path = at(name), .pointer = pointer };
	ret = pointer_follow(at("p"), c, &env);
	row_int(name, ret, c->problem ? -1 : 0);
	return ret ? NULL : env.path;
}

static void put_project(void)
{
	scratch_clear();
	put_env("env");
	put("p/ p/plain link>env");
}

/** Text of a redirect and where it leads; NULL: nowhere. */
static const struct {
	const char *name, *text, *wanted;
} leads[] = {
	{ "relative", "../env\n", "env" },   { "to a link", "../link\n", "env" },
	{ "to nowhere", "nowhere\n", NULL }, { "to a file", "plain\n", NULL },
	{ "to itself", ".venv\n", NULL },    { "empty", "", NULL },
	{ "of spaces", " \t \n", NULL },     { "of two lines", "../env\n../env\n", NULL },
	{ "with a tilde", "~/env\n", NULL },
};

TEST(redirect)
{
	struct candidate c;

	put_project();
	foreach(row, leads) {
		put_file("p/.venv", row->text);
		row_text(row->name, follow(POINTER_REDIRECT, "p/.venv", &c),
			 row->wanted ? at(row->wanted) : NULL);
	}
	put_file("p/.venv", at("env"));
	assert_string_equal(follow(POINTER_REDIRECT, "p/.venv", &c), at("env"));
}

TEST(link_of_a_project)
{
	static const struct {
		const char *to, *wanted;
	} links[] = {
		{ "../env", "env" }, { "../link", "env" }, { "redirect", "env" },
		{ "nowhere", NULL }, { "link", NULL },     { "plain", NULL },
		{ "list", NULL },    { "again", NULL },    { "plain/x", NULL },
	};
	struct candidate c;

	put_project();
	put_file("p/redirect", "../env\n");
	put_file("p/list", "../env\n../env\n");
	put_file("p/again", "redirect\n");
	foreach(row, links) {
		put_link("p/link", row->to);
		row_text(row->to, follow(POINTER_LINK, "p/link", &c),
			 row->wanted ? at(row->wanted) : NULL);
		put("-p/link");
	}
}

/* What a tool's file names is no redirect. */
TEST(way_to_a_store)
{
	struct candidate c = { .path = at("p/plain"), .pointer = POINTER_STORE };
	struct chain env;

	put_project();
	c.target = at("link");
	assert_int_equal(pointer_follow(at("p"), &c, &env), 0);
	assert_string_equal(env.path, at("env"));
	c.target = at("p/plain");
	assert_int_equal(pointer_follow(at("p"), &c, &env), -1);
	assert_non_null(c.problem);
}

/* A FIFO without a writer would block: no file is waited for. */
TEST(files_that_are_not_read)
{
	static const struct {
		const char *name;
		int wanted;
	} rows[] = {
		{ "large", EFBIG },    { "directory", EINVAL }, { "fifo", EINVAL },
		{ "link", ELOOP },     { "loop", ELOOP },       { "dangling", ELOOP },
		{ "nothing", ENOENT }, { "small/x", ENOTDIR },  { "/dev/zero", EINVAL },
	};
	int before = dup(0), after;
	struct candidate c;
	struct text text;

	scratch_clear();
	put("large small directory/ fifo| link>small loop>loop dangling>nowhere");
	grow("large", FILE_MAX + 1);
	foreach(row, rows) {
		errno = 0;
		row_int(row->name, file_slurp(at(row->name), FILE_MAX, &text), -1);
		row_int(row->name, errno, row->wanted);
		if (strcmp(row->name, "directory") != 0)
			row_text(row->name, follow(POINTER_REDIRECT, row->name, &c), NULL);
	}
	grow("large", FILE_MAX);
	assert_int_equal(file_slurp(at("large"), FILE_MAX, &text), 0);
	assert_int_equal(text.len, FILE_MAX);
	after = dup(0);
	assert_int_equal(after, before + 1);
	close(before);
	close(after);
}

MAIN(NULL)
