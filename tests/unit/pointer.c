/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leads from a project to an environment elsewhere. */
#include "core/pointer.h"
#include "core/buf.h"
#include "core/mem.h"
#include "scratch.h"

#define BYTES(text) text, sizeof(text) - 1

/** A file's bytes and the path in it. */
struct row {
	const char *data;
	size_t len;
	const char *wanted;
};

// clang-format off
static const struct row redirects[] = {
	{ BYTES("/e\n"), "/e" },
	{ BYTES("/e"), "/e" },
	{ BYTES("/e\r\n"), "/e" },
	{ BYTES("../e\n"), "../e" },
	{ BYTES("/first\n/second\n"), "/first" },
	{ BYTES("/e\n\n# reserved"), "/e" },
	{ BYTES(" /e \n"), " /e " },
	{ BYTES("~/e\n"), "~/e" },
	{ BYTES("$HOME/e\n"), "$HOME/e" },
	{ BYTES("a b'c\"d\n"), "a b'c\"d" },
	{ BYTES("/\xFF\n"), "/\xFF" },
	{ BYTES("a\rb\n"), "a\rb" },
	{ BYTES(""), NULL },
	{ BYTES("\n"), NULL },
	{ BYTES("\r\n"), NULL },
	{ BYTES("\n/e\n"), NULL },
	{ BYTES("/e\0f\n"), NULL },
	{ BYTES("\0\n"), NULL },
	{ BYTES("/e\n\0\0"), "/e" },
};

static const struct row lists[] = {
	{ BYTES("/e\n"), "/e" },
	{ BYTES("/e"), "/e" },
	{ BYTES("/e\r\n"), "/e" },
	{ BYTES("/first\n/last\n"), "/last" },
	{ BYTES("/first\r\n/last\r\n"), "/last" },
	{ BYTES("/e\n\n\n"), "/e" },
	{ BYTES("/e\n/e\n"), "/e" },
	{ BYTES("/e\nssh@host:path\n"), "/e" },
	{ BYTES("/e\nhost:/path\n"), "/e" },
	{ BYTES("/e\nC:\\env\n"), "/e" },
	{ BYTES("/e\n./a:b\n"), "./a:b" },
	{ BYTES("/e\n/\0x\n"), "/e" },
	{ BYTES("rel/e\n"), "rel/e" },
	{ BYTES("ssh@host:path\n"), NULL },
	{ BYTES(""), NULL },
	{ BYTES("\n\r\n"), NULL },
	{ BYTES("\0"), NULL },
};
// clang-format on

static void redirect_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(redirects); i++)
		row_text(redirects[i].data,
			 pointer_redirect_line(redirects[i].data,
					       redirects[i].len),
			 redirects[i].wanted);
}

static void list_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		row_text(lists[i].data,
			 pointer_list_line(lists[i].data, lists[i].len),
			 lists[i].wanted);
}

/* PEP 832: a list is UTF-8; a line that is not cannot be meant. */
static void list_lines_are_utf8(void **state)
{
	(void)state;
	assert_string_equal(pointer_list_line(BYTES("/e\n/\xFF\n")), "/e");
}

static void too_long(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	while (b.len < PATH_MAX - 1)
		buf_putc(&b, b.len % 2 ? 'd' : '/');
	assert_non_null(pointer_redirect_line(b.data, b.len));
	assert_non_null(pointer_list_line(b.data, b.len));
	buf_putc(&b, 'd');
	assert_null(pointer_redirect_line(b.data, b.len));
	assert_null(pointer_list_line(b.data, b.len));
	buf_puts(&b, "\n/e\n");
	assert_null(pointer_redirect_line(b.data, b.len));
	assert_string_equal(pointer_list_line(b.data, b.len), "/e");
}

/** Where files in a real project lead to; relative to the project. */
struct lead {
	const char *name;
	enum pointer pointer;
	const char *text;
	/** NULL: nowhere */
	const char *wanted;
};

static const struct lead leads[] = {
	{ "relative", POINTER_REDIRECT, "../env\n", "p/../env" },
	{ "spaces around", POINTER_REDIRECT, " ../env\t \n", "p/../env" },
	{ "spaces meant", POINTER_REDIRECT, " sp \n", "p/ sp " },
	{ "list", POINTER_LIST, "nowhere\n../env\n", "p/../env" },
	{ "redirect to nowhere", POINTER_REDIRECT, "nowhere\n", NULL },
	{ "redirect to a file", POINTER_REDIRECT, "plain\n", NULL },
	{ "redirect to itself", POINTER_REDIRECT, ".venv\n", NULL },
	{ "empty redirect", POINTER_REDIRECT, "", NULL },
	{ "redirect of spaces", POINTER_REDIRECT, " \t \n", NULL },
	{ "empty first line", POINTER_REDIRECT, "\n../env\n", NULL },
	{ "no home directory", POINTER_REDIRECT, "~/env\n", NULL },
	{ "list to nowhere", POINTER_LIST, "../env\nnowhere\n", NULL },
	{ "list without a path", POINTER_LIST, "host:path\n", NULL },
};

static struct search search_in(const char *dir)
{
	static struct trust trust;

	trust.user = (struct user){ .uid = geteuid(), .gid = getegid() };
	return (struct search){ .dir = dir, .trust = &trust };
}

static void put_project(void)
{
	put_dir("p");
	put_dir("p/ sp ");
	put_env("env");
	put_file("p/plain", "");
}

static void follow_files(void **state)
{
	static const struct accepted none;
	struct search search = search_in(at("p"));

	(void)state;
	put_project();
	for (size_t i = 0; i < ARRAY_SIZE(leads); i++) {
		struct candidate c = { .path = at("p/.venv"),
				       .pointer = leads[i].pointer };
		int wanted = leads[i].wanted ? 0 : -1;

		put_file("p/.venv", leads[i].text);
		row_int(leads[i].name, pointer_follow(&search, &c, &none),
			wanted);
		row_int(leads[i].name, c.problem != NULL, wanted != 0);
		if (!wanted)
			row_text(leads[i].name, c.path, at(leads[i].wanted));
	}
}

static void follow_an_absolute_redirect(void **state)
{
	static const struct accepted none;
	struct search search = search_in(at("p"));
	struct candidate c = { .path = at("p/.venv"),
			       .pointer = POINTER_REDIRECT };

	(void)state;
	put_project();
	put_file("p/.venv", at("env"));
	assert_int_equal(pointer_follow(&search, &c, &none), 0);
	assert_string_equal(c.path, at("env"));
}

static void follow_links(void **state)
{
	static const struct {
		const char *target;
		int wanted;
	} targets[] = {
		{ "../env", 0 }, { "nowhere", -1 }, { "plain", -1 },
		{ "link", -1 },  { "plain/x", -1 },
	};
	struct search search = search_in(at("p"));

	(void)state;
	put_project();
	for (size_t i = 0; i < ARRAY_SIZE(targets); i++) {
		struct candidate c = { .path = at("p/link"),
				       .pointer = POINTER_LINK };

		put_link("p/link", targets[i].target);
		row_int(targets[i].target, pointer_follow(&search, &c, NULL),
			targets[i].wanted);
		row_int(targets[i].target, c.problem != NULL,
			targets[i].wanted != 0);
		assert_int_equal(remove(at("p/link")), 0);
	}
}

static int follow_with_mode(mode_t mode, const struct accepted *ok)
{
	struct search search = search_in(at("p"));
	struct candidate c = { .path = at("p/.venv"),
			       .pointer = POINTER_REDIRECT };

	put_file("p/.venv", "../env\n");
	put_mode("p/.venv", mode);
	return pointer_follow(&search, &c, ok);
}

/* The file itself must not be anybody's to change. */
static void follow_only_what_others_cannot_write(void **state)
{
	static const struct accepted none;

	(void)state;
	put_project();
	assert_int_equal(follow_with_mode(0644, &none), 0);
	assert_int_equal(follow_with_mode(0646, &none), -1);
	assert_int_equal(follow_with_mode(0666, &none), -1);
	/* allow --shared: accepted as found */
	assert_int_equal(follow_with_mode(0666, NULL), 0);
}

/* Neither waits nor believes more than FILE_MAX bytes. */
static void follow_only_files(void **state)
{
	static const struct accepted none;
	static char large[FILE_MAX + 1];
	struct search search = search_in(at("p"));

	(void)state;
	put_project();
	memset(large, '\n', sizeof(large));
	put_bytes("p/large", large, sizeof(large));
	put_fifo("p/fifo");
	put_link("p/linked", "large");
	for (size_t i = 0; i < 4; i++) {
		static const char *const names[] = { "p/large", "p/fifo",
						     "p/linked", "p/ sp " };
		struct candidate c = { .path = at(names[i]),
				       .pointer = POINTER_REDIRECT };

		row_int(names[i], pointer_follow(&search, &c, &none), -1);
		assert_non_null(c.problem);
		row_text(names[i], c.path, at(names[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(redirect_lines),
		cmocka_unit_test(list_lines),
		cmocka_unit_test(list_lines_are_utf8),
		cmocka_unit_test(too_long),
		cmocka_unit_test(follow_files),
		cmocka_unit_test(follow_an_absolute_redirect),
		cmocka_unit_test(follow_links),
		cmocka_unit_test(follow_only_what_others_cannot_write),
		cmocka_unit_test(follow_only_files),
	};

	return RUN_IN_SCRATCH(tests);
}
