/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 26 29 32 */
/*
 * From a project to an environment elsewhere, by a redirect file or a link; and
 * which files are read at all.
 */
#include "plan/pointer.h"
#include "formats/redirect.h"
#include "test.h"

/* A redirect file, and its line. */
static const char *const lines[][2] = {
	{ "/e\n", "/e" },
	{ "/e", "/e" },
	{ "../e\n", "../e" },
	{ "~/e\n", "~/e" },
	{ "$HOME/e\n", "$HOME/e" },
	{ "a b'c\"d\n", "a b'c\"d" },
	{ "/\xFF\n", "/\xFF" },
	{ "/e\r\n", "/e" },
	{ "/e \n", "/e " },
	{ "", NULL },
	{ "\n", NULL },
	{ "\r\n", NULL },
	{ "\n/e\n", NULL },
	{ "/e\n\n", NULL },
	{ "/e\n/f", NULL },
};

TEST(line_of_a_redirect)
{
	struct buf b = BUF_INIT;

	foreach(row, lines)
		row_text((*row)[0], redirect_parse((*row)[0], strlen((*row)[0])), (*row)[1]);
	assert_null(redirect_parse("/e\0f\n", 5));
	while (b.len < PATH_MAX - 1)
		buf_putc(&b, b.len % 2 ? 'd' : '/');
	assert_non_null(redirect_parse(b.data, b.len));
	buf_putc(&b, 'd');
	assert_null(redirect_parse(b.data, b.len));
}

/* Where it leads, a real path below the scratch directory; NULL: nowhere. */
static const char *follow(struct candidate c)
{
	struct chain env;

	c.project = at("p");
	return pointer_follow(&c, &env) ? NULL : env.path + strlen(scratch) + 1;
}

/** The type of .venv, and its target; NULL: none. */
static const struct {
	enum pointer pointer;
	/** the text of a redirect, or the target of a link */
	const char *text, *wanted;
} leads[] = {
	{ POINTER_REDIRECT, "../env\n", "env" }, { POINTER_REDIRECT, "../link\n", "env" },
	{ POINTER_REDIRECT, "nowhere\n", NULL }, { POINTER_REDIRECT, "plain\n", NULL },
	{ POINTER_REDIRECT, ".venv\n", NULL },   { POINTER_REDIRECT, " \t \n", NULL },
	{ POINTER_REDIRECT, "~/env\n", NULL },   { POINTER_LINK, "../env", "env" },
	{ POINTER_LINK, "../link", "env" },      { POINTER_LINK, "redirect", "env" },
	{ POINTER_LINK, "nowhere", NULL },       { POINTER_LINK, ".venv", NULL },
	{ POINTER_LINK, "plain", NULL },         { POINTER_LINK, "list", NULL },
	{ POINTER_LINK, "again", NULL },         { POINTER_LINK, "plain/x", NULL },
};

TEST(ways_to_an_environment)
{
	put_env("env");
	put("p/ p/plain link>env");
	put_file("p/redirect", "../env\n");
	put_file("p/list", "../env\n../env\n");
	put_file("p/again", "redirect\n");
	foreach(row, leads) {
		if (row->pointer == POINTER_LINK)
			put_link("p/.venv", row->text);
		else
			put_file("p/.venv", row->text);
		row_text(row->text,
			 follow((struct candidate){ .path = at("p/.venv"),
						    .pointer = row->pointer }),
			 row->wanted);
		put("-p/.venv");
	}
	put_file("p/.venv", at("env"));
	assert_string_equal(
		follow((struct candidate){ .path = at("p/.venv"), .pointer = POINTER_REDIRECT }),
		"env");
}

/* A path in a tool's file is no redirect. */
TEST(way_to_a_store)
{
	struct candidate c = { .path = at("p/plain"), .pointer = POINTER_STORE };

	c.target = at("link");
	assert_string_equal(follow(c), "env");
	c.target = at("p/redirect");
	assert_null(follow(c));
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
	struct text text;

	scratch_clear();
	put("large small directory/ fifo| link>small loop>loop dangling>nowhere");
	grow("large", FILE_MAX + 1);
	foreach(row, rows)
		row_error(row->name, file_slurp(at(row->name), FILE_MAX, &text), row->wanted);
	grow("large", FILE_MAX);
	assert_int_equal(file_slurp(at("large"), FILE_MAX, &text), 0);
	assert_int_equal(text.len, FILE_MAX);
}

MAIN(NULL)
