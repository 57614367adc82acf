/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 54 55 59 */
/* Requirements and environment markers: parsed, evaluated, hostile ones refused. */
#include "installed/requirement.h"
#include "core/buf.h"
#include "test.h"

#define M " ; os_name == 'posix'"

static const struct marker_env env = {
	.os_name = "posix",
	.sys_platform = "linux",
	.platform_machine = "x86_64",
	.platform_python_implementation = "CPython",
	.implementation_name = "cpython",
	.implementation_version = "3.11.2",
	.platform_release = "6.1.0-13-amd64",
	.platform_system = "Linux",
	.platform_version = "#1 SMP",
	.python_version = "3.11",
	.python_full_version = "3.11.2rc1",
};

/** A marker; whether it holds without and with the extra "a-b". */
static const struct {
	const char *marker;
	bool holds, with_extra;
} markers[] = {
	// clang-format off
	{ "os_name == 'posix'", true, true },
	{ "os_name == \"posix\"", true, true },
	{ "os.name == 'posix'", true, true },
	{ "sys.platform == 'linux'", true, true },
	{ "platform_system != 'Windows'", true, true },
	{ "'linux' == sys_platform", true, true },
	{ "sys_platform in 'linux darwin'", true, true },
	{ "sys_platform not in 'linux darwin'", false, false },
	{ "'nux' in sys_platform", true, true },
	{ "'nux'in sys_platform", true, true },
	/* versions */
	{ "python_version >= '3.9'", true, true },
	{ "python_version < '3.9'", false, false },
	{ "'3.9' <= python_version", true, true },
	{ "python_version == '3.*'", true, true },
	{ "python_version ~= '3.8'", true, true },
	{ "python_version === '3.11'", true, true },
	{ "python_full_version < '3.11.2'", false, false },
	{ "python_full_version >= '3.11.2a1'", true, true },
	{ "python_full_version == '3.11.2rc1'", true, true },
	{ "python_version in '3.10 3.11'", true, true },
	{ "python_version not in '2.7, 3.1'", true, true },
	{ "platform_release >= '5'", false, false },
	{ "platform_release == '6.1.0-13-amd64'", true, true },
	/* texts, also where both look like versions */
	{ "python_version < 'x'", false, false },
	{ "python_version >= '3.9.x'", false, false },
	{ "platform_machine < 'y'", false, false },
	{ "platform_machine ~= 'x86_64'", false, false },
	{ "platform_machine >= 'x86'", false, false },
	{ "'1.0' == os_name", false, false },
	{ "os_name == sys_platform", false, false },
	/* extras are names */
	{ "extra == 'a-b'", false, true },
	{ "extra == 'A__b'", false, true },
	{ "'a.b' == extra", false, true },
	{ "extra != 'a_b'", true, false },
	{ "extra == ''", true, false },
	/* "and" binds more tightly */
	{ "os_name == 'x' and os_name == 'x' or os_name == 'posix'", true, true },
	{ "os_name == 'posix' or os_name == 'x' and os_name == 'x'", true, true },
	{ "(os_name == 'posix' or os_name == 'x') and os_name == 'x'", false, false },
	{ "os_name == 'x' or extra == 'a_b'", false, true },
	{ "(os_name=='posix')and(extra=='a_b')", false, true },
	{ "os_name == 'posix' and os_name == 'posix' and os_name == 'x'", false, false },
	// clang-format on
};

// clang-format off
static const char *const no_markers[] = {
	"", "os_name", "os_name ==", "os_name == posix", "os_name = 'posix'",
	"os_name == 'posix", "os_name == 'posix\"", "os_name == 'po\\x73ix'",
	"os_names == 'posix'", "OS_NAME == 'posix'", "os_name not == 'posix'",
	"os_name notin 'posix'", "os_name not in'posix' x", "os_name inn 'posix'",
	"os_name == 'posix' and", "os_name == 'posix' andos_name == 'posix'",
	"and os_name == 'posix'", "os_name == 'posix' & os_name == 'posix'",
	"(os_name == 'posix'", "os_name == 'posix')", "()", "'a' == 'a'", "os_name == 'posix';",
};
// clang-format on

/** A requirement in its plain form. */
static const struct {
	const char *text, *written;
} requirements[] = {
	// clang-format off
	{ "A.b-C_d", "A.b-C_d" },
	{ "a_", "a_" },
	{ "a >= 1 , < 2", "a>=1,<2" },
	{ "a (>=1,<2)", "a>=1,<2" },
	{ "a()", "a" },
	{ "a>=1,", "a>=1," },
	{ "a==1.*,!=1.2.*", "a==1.*,!=1.2.*" },
	{ "a===any-thing!", "a===any-thing!" },
	{ "a [ y , x ] >=1", "a[y,x]>=1" },
	{ "a[]", "a" },
	{ "a[x]@file:///a", "a[x] @ file:///a" },
	{ "a @ https://example.com/a;b", "a @ https://example.com/a;b" },
	{ "a @ file:///a" M, "a @ file:///a ; os_name == 'posix'" },
	{ "a[x]>=1" M, "a[x]>=1; os_name == 'posix'" },
	// clang-format on
};

// clang-format off
static const char *const no_requirements[] = {
	"", " ", "-a", "a-", "_a", "a b", "a\xc3\xa9", "a 1", "a (1)", "a=1", "a>1 <2", "a,>1",
	"a>=1,,<2", "a>=1.0.*", "a~=1", "a>=1+local", "a>=x", "a==1.0-", "a>=1foo", "a (>=1",
	"a >=1)", "a ((>=1))", "a===1,x", "a[", "a[x", "a[x,]", "a[,x]", "a[x y]",
	"a[-]", "a @", "a @ ", "a @ file:///a x", "a;", "a ; ", "a>=1; x == 'y'",
	"a; os_name == 'posix", "a; (os_name == 'posix'",
};
// clang-format on

TEST(markers_hold)
{
	assert_true(marker_holds(NULL, &env, ""));
	foreach(row, markers) {
		row_int(row->marker, marker_valid(row->marker), true);
		row_int(row->marker, marker_holds(row->marker, &env, ""), row->holds);
		row_int(row->marker, marker_holds(row->marker, &env, "A_b"), row->with_extra);
	}
	foreach(text, no_markers) {
		row_int(*text, marker_valid(*text), false);
		row_int(*text, marker_holds(*text, &env, "A_b"), false);
	}
}

TEST(requirements_written)
{
	struct requirement r;

	foreach(row, requirements) {
		row_int(row->text, requirement_parse(row->text, &r), 0);
		row_text(row->text, requirement_text(&r), row->written);
	}
	foreach(text, no_requirements)
		row_int(*text, requirement_parse(*text, &r), -1);
}

TEST(parts)
{
	struct requirement r;

	assert_int_equal(requirement_parse("A_.b [x, Y] ( >= 1, <2 ); extra == 'z'", &r), 0);
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

static void put_nested(struct buf *text, const char *before, size_t depth)
{
	buf_cut(text, 0);
	buf_puts(text, before);
	for (size_t i = 0; i < depth; i++)
		buf_putc(text, '(');
	buf_puts(text, "os_name == 'posix'");
	for (size_t i = 0; i < depth; i++)
		buf_putc(text, ')');
}

/* A text that is too long or too deep is refused at once. */
TEST(bounds)
{
	struct buf text = BUF_INIT;
	struct requirement r;

	put_nested(&text, "", 30);
	assert_true(marker_holds(text.data, &env, ""));
	put_nested(&text, "", 10000);
	assert_false(marker_holds(text.data, &env, ""));
	put_nested(&text, "a; ", 10000);
	assert_int_equal(requirement_parse(text.data, &r), -1);
	buf_cut(&text, 0);
	buf_puts(&text, "a>=1");
	while (text.len < 1024 * 1024)
		buf_puts(&text, ",>=1");
	assert_int_equal(requirement_parse(text.data, &r), -1);
	buf_cut(&text, 8000);
	assert_int_equal(requirement_parse(text.data, &r), 0);
}

MAIN(NULL, NULL)
