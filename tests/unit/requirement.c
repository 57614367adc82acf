/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requirements taken apart and written again, also hostile ones. */
#include "test.h"

#include "cli/requirement.h"
#include "core/buf.h"

#define M " ; os_name == 'posix'"

/** A requirement and how `packaging` writes it; NULL: it is none. */
static const struct {
	const char *text, *written;
} rows[] = {
	// clang-format off
	{ "a", "a" },
	{ " a ", "a" },
	{ "A.b-C_d", "A.b-C_d" },
	{ "a_", "a_" },
	{ "a9", "a9" },
	{ "9", "9" },
	{ "a>=1", "a>=1" },
	{ "a >= 1 , < 2", "a<2,>=1" },
	{ "a (>=1,<2)", "a<2,>=1" },
	{ "a(>=1)", "a>=1" },
	{ "a ( )", "a" },
	{ "a()", "a" },
	{ "a>=1,", "a>=1" },
	{ "a (>=1,) ", "a>=1" },
	{ "a>=1,>=1", "a>=1" },
	{ "a==1.*,!=1.2.*", "a!=1.2.*,==1.*" },
	{ "a~=1.4.2", "a~=1.4.2" },
	{ "a==1.0+ubuntu.1", "a==1.0+ubuntu.1" },
	{ "a===any-thing!", "a===any-thing!" },
	{ "a === x", "a===x" },
	{ "a===1,>=2", "a===1,>=2" },
	{ "a (===x)", "a===x" },
	{ "a[]", "a" },
	{ "a[x]", "a[x]" },
	{ "a [ y , x ,y] >=1", "a[x,y]>=1" },
	{ "a[x-Y_z.0]", "a[x-Y_z.0]" },
	{ "a @ https://example.com/a.zip", "a @ https://example.com/a.zip" },
	{ "a[x]@file:///a", "a[x] @ file:///a" },
	{ "a @ https://example.com/a;b", "a @ https://example.com/a;b" },
	{ "a @ file:///a" M, "a @ file:///a ; os_name == \"posix\"" },
	{ "a @ file:///a ", "a @ file:///a" },
	{ "a; os_name=='posix'", "a; os_name == \"posix\"" },
	{ "a>=1" M, "a>=1; os_name == \"posix\"" },
	{ "a (>=1)" M, "a>=1; os_name == \"posix\"" },
	{ "a[x]>=1" M, "a[x]>=1; os_name == \"posix\"" },
	/* none */
	{ "", NULL },
	{ " ", NULL },
	{ "-a", NULL },
	{ "a-", NULL },
	{ "_a", NULL },
	{ "a b", NULL },
	{ "a\xc3\xa9", NULL },
	{ "a 1", NULL },
	{ "a (1)", NULL },
	{ "a=1", NULL },
	{ "a>1 <2", NULL },
	{ "a,>1", NULL },
	{ "a>=1,,<2", NULL },
	{ "a>=1.0.*", NULL },
	{ "a~=1", NULL },
	{ "a>=1+local", NULL },
	{ "a>=x", NULL },
	{ "a==1.0-", NULL },
	{ "a>=1foo", NULL },
	{ "a (>=1", NULL },
	{ "a >=1)", NULL },
	{ "a ((>=1))", NULL },
	{ "a===1,x", NULL },
	{ "a===1, >=2", NULL },
	{ "a[", NULL },
	{ "a[x", NULL },
	{ "a[x,]", NULL },
	{ "a[,x]", NULL },
	{ "a[x y]", NULL },
	{ "a[-]", NULL },
	{ "a @", NULL },
	{ "a @ ", NULL },
	{ "a @ file:///a x", NULL },
	{ "a;", NULL },
	{ "a ; ", NULL },
	{ "a>=1; x == 'y'", NULL },
	{ "a; os_name == 'posix", NULL },
	{ "a; (os_name == 'posix'", NULL },
	// clang-format on
};

TEST(texts)
{
	foreach(row, rows) {
		struct requirement r;
		bool parsed = !requirement_parse(row->text, &r);

		row_text(row->text, parsed ? requirement_text(&r) : NULL,
			 row->written);
	}
}

TEST(parts)
{
	struct requirement r;

	assert_int_equal(
		requirement_parse("A_.b [x, Y] ( >= 1, <2 ); extra == 'z'", &r),
		0);
	assert_string_equal(r.name, "A_.b");
	assert_string_equal(r.key, "a-b");
	assert_string_equal(r.extras[0], "x");
	assert_string_equal(r.extras[1], "Y");
	assert_null(r.extras[2]);
	assert_string_equal(r.specifiers, ">= 1, <2");
	assert_null(r.url);
	assert_string_equal(r.marker, "extra == 'z'");
	assert_int_equal(requirement_parse("a @ file:///x", &r), 0);
	assert_string_equal(r.specifiers, "");
	assert_string_equal(r.url, "file:///x");
	assert_null(r.extras[0]);
	assert_null(r.marker);
}

TEST(names)
{
	static const char *const good[] = { "a", "A", "0", "a.b", "a-_.b" };
	static const char *const bad[] = { "",   ".a",  "a.",  "a-",
					   "a_", "a b", "a\n", "\xc3\xa9" };

	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		row_int(good[i], requirement_name_valid(good[i]), true);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		row_int(bad[i], requirement_name_valid(bad[i]), false);
	assert_string_equal(requirement_key("A.-_b__C"), "a-b-c");
	assert_string_equal(requirement_key(""), "");
}

/* What is too long or too deep is none, and is none at once. */
TEST(bounds)
{
	struct buf text = BUF_INIT;
	struct requirement r;

	buf_puts(&text, "a>=1");
	while (text.len < 1024 * 1024)
		buf_puts(&text, ",>=1");
	assert_int_equal(requirement_parse(text.data, &r), -1);
	buf_cut(&text, 8000);
	assert_int_equal(requirement_parse(text.data, &r), 0);
	buf_cut(&text, 0);
	buf_puts(&text, "a; ");
	for (size_t i = 0; i < 10000; i++)
		buf_putc(&text, '(');
	assert_int_equal(requirement_parse(text.data, &r), -1);
}

MAIN(NULL, NULL)
