/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 26 29 32 37 */
/*
 * From a project to an environment elsewhere, by a redirect file or a link; and
 * which files are read at all.
 */
#include "core/pointer.h"
#include "core/buf.h"
#include "scratch.h"

#define BYTES(text) text, sizeof(text) - 1

static const struct accepted none;

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
	{ BYTES("\n/e\n"), NULL },
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

static int follow(enum pointer pointer, const char *name, const struct accepted *ok,
		  struct candidate *c)
{
	static struct trust trust;
	struct search search = { .dir = at("p"), .trust = &trust };

	trust.user = (struct user){ .uid = geteuid(), .gid = getegid() };
	*c = (struct candidate){ .path = at(name), .pointer = pointer };
	return pointer_follow(&search, c, ok);
}

static void put_project(void)
{
	scratch_clear();
	put_env("env");
	put("p/ p/plain");
}

/** Text of a redirect and where it leads; NULL: nowhere. */
static const struct {
	const char *name, *text, *wanted;
} leads[] = {
	{ "relative", "../env\n", "p/../env" },
	{ "to nowhere", "nowhere\n", NULL },
	{ "to a file", "plain\n", NULL },
	{ "to itself", ".venv\n", NULL },
	{ "empty", "", NULL },
	{ "of spaces", " \t \n", NULL },
	{ "with an empty first line", "\n../env\n", NULL },
	{ "with a tilde", "~/env\n", NULL },
};

TEST(redirect)
{
	struct candidate c;

	put_project();
	foreach(row, leads) {
		put_file("p/.venv", row->text);
		row_int(row->name, follow(POINTER_REDIRECT, "p/.venv", &none, &c),
			row->wanted ? 0 : -1);
		row_int(row->name, c.problem != NULL, !row->wanted);
		if (row->wanted)
			row_text(row->name, c.path, at(row->wanted));
	}
	put_file("p/.venv", at("env"));
	assert_int_equal(follow(POINTER_REDIRECT, "p/.venv", &none, &c), 0);
	assert_string_equal(c.path, at("env"));
}

TEST(link_to_an_environment)
{
	static const char *const targets[] = { "../env", "nowhere", "plain", "link", "plain/x" };
	struct candidate c;

	put_project();
	foreach(target, targets) {
		put_link("p/link", *target);
		row_int(*target, follow(POINTER_LINK, "p/link", NULL, &c),
			target == targets ? 0 : -1);
		row_int(*target, c.problem != NULL, target != targets);
		put("-p/link");
	}
}

TEST(redirect_that_others_can_write)
{
	static const struct {
		mode_t mode;
		const struct accepted *ok;
		int wanted;
	} rows[] = {
		{ 0644, &none, 0 },
		{ 0646, &none, -1 },
		{ 0666, &none, -1 },
		/* allow --shared: accepted as found */
		{ 0666, NULL, 0 },
	};
	struct candidate c;

	put_project();
	put_file("p/.venv", "../env\n");
	foreach(row, rows) {
		put_mode("p/.venv", row->mode);
		row_int("mode", follow(POINTER_REDIRECT, "p/.venv", row->ok, &c), row->wanted);
	}
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

	put("large small directory/ fifo| link>small loop>loop dangling>nowhere");
	grow("large", FILE_MAX + 1);
	foreach(row, rows) {
		errno = 0;
		row_int(row->name, file_slurp(at(row->name), FILE_MAX, &text), -1);
		row_int(row->name, errno, row->wanted);
		row_int(row->name, follow(POINTER_REDIRECT, row->name, &none, &c), -1);
		assert_non_null(c.problem);
		assert_string_equal(c.path, at(row->name));
	}
	grow("large", FILE_MAX);
	assert_int_equal(file_slurp(at("large"), FILE_MAX, &text), 0);
	assert_int_equal(text.len, FILE_MAX);
	after = dup(0);
	assert_int_equal(after, before + 1);
	close(before);
	close(after);
}

MAIN(scratch_make, scratch_remove)
