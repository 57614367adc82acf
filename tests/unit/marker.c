/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environment markers: what holds, how they are written, what is none. */
#include "test.h"

#include "cli/requirement.h"
#include "core/buf.h"

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

enum {
	NO,
	YES,
	NONE
};

/** A marker, whether it holds without and with the extra "a-b". */
static const struct {
	const char *marker;
	int holds, with_extra;
} rows[] = {
	// clang-format off
	{ "os_name == 'posix'", YES, YES },
	{ "os_name == \"posix\"", YES, YES },
	{ " os_name=='posix' ", YES, YES },
	{ "os.name == 'posix'", YES, YES },
	{ "sys.platform == 'linux'", YES, YES },
	{ "platform.machine == 'x86_64'", YES, YES },
	{ "platform.version == '#1 SMP'", YES, YES },
	{ "platform.python_implementation == 'CPython'", YES, YES },
	{ "python_implementation == 'CPython'", YES, YES },
	{ "implementation_name == 'cpython'", YES, YES },
	{ "platform_system != 'Windows'", YES, YES },
	{ "'linux' == sys_platform", YES, YES },
	{ "sys_platform in 'linux darwin'", YES, YES },
	{ "sys_platform not in 'linux darwin'", NO, NO },
	{ "sys_platform not\tin 'linux darwin'", NO, NO },
	{ "'nux' in sys_platform", YES, YES },
	{ "'nux'in sys_platform", YES, YES },
	{ "'win'not  in sys_platform", YES, YES },
	/* versions */
	{ "python_version >= '3.9'", YES, YES },
	{ "python_version < '3.9'", NO, NO },
	{ "python_version>'3.9'", YES, YES },
	{ "'3.9' <= python_version", YES, YES },
	{ "python_version == '3.*'", YES, YES },
	{ "python_version ~= '3.8'", YES, YES },
	{ "python_version ~= '2.8'", NO, NO },
	{ "python_version === '3.11'", YES, YES },
	{ "python_full_version < '3.11.2'", NO, NO },
	{ "python_full_version >= '3.11.2a1'", YES, YES },
	{ "python_full_version == '3.11.2rc1'", YES, YES },
	{ "python_full_version != '3.11.2'", YES, YES },
	{ "implementation_version >= '3.9'", YES, YES },
	{ "python_version in '3.10 3.11'", YES, YES },
	{ "python_version not in '2.7, 3.1'", YES, YES },
	{ "platform_release >= '5'", NO, NO },
	{ "platform_release == '6.1.0-13-amd64'", YES, YES },
	/* texts, also where both look like versions */
	{ "python_version < 'x'", NO, NO },
	{ "python_version >= '3.9.x'", NO, NO },
	{ "platform_machine > 'arm'", NO, NO },
	{ "platform_machine < 'y'", NO, NO },
	{ "platform_machine ~= 'x86_64'", NO, NO },
	{ "platform_machine === 'x86_64'", NO, NO },
	{ "platform_machine <= 'x86_64'", YES, YES },
	{ "platform_machine >= 'x86_64'", YES, YES },
	{ "platform_machine >= 'x86'", NO, NO },
	{ "'1.0' == os_name", NO, NO },
	{ "os_name == sys_platform", NO, NO },
	/* extras are names */
	{ "extra == 'a-b'", NO, YES },
	{ "extra == 'A__b'", NO, YES },
	{ "'a.b' == extra", NO, YES },
	{ "extra != 'a_b'", YES, NO },
	{ "extra == ''", YES, NO },
	{ "extra == '2'", NO, NO },
	/* "and" binds more tightly */
	{ "os_name == 'x' and os_name == 'x' or os_name == 'posix'", YES, YES },
	{ "os_name == 'posix' or os_name == 'x' and os_name == 'x'", YES, YES },
	{ "(os_name == 'posix' or os_name == 'x') and os_name == 'x'", NO, NO },
	{ "os_name == 'x' or extra == 'a_b'", NO, YES },
	{ "(os_name=='posix')and(extra=='a_b')", NO, YES },
	{ "((((os_name == 'posix'))))", YES, YES },
	{ "os_name == 'x' or os_name == 'posix' or os_name == 'x'", YES, YES },
	{ "os_name == 'posix' and os_name == 'posix' and os_name == 'x'", NO, NO },
	/* no markers */
	{ "", NONE, NONE },
	{ "os_name", NONE, NONE },
	{ "os_name ==", NONE, NONE },
	{ "os_name == posix", NONE, NONE },
	{ "os_name = 'posix'", NONE, NONE },
	{ "os_name == 'posix", NONE, NONE },
	{ "os_name == 'posix\"", NONE, NONE },
	{ "os_name == 'po\\x73ix'", NONE, NONE },
	{ "os_names == 'posix'", NONE, NONE },
	{ "OS_NAME == 'posix'", NONE, NONE },
	{ "os_name not == 'posix'", NONE, NONE },
	{ "os_name notin 'posix'", NONE, NONE },
	{ "os_name not in'posix' x", NONE, NONE },
	{ "os_name inn 'posix'", NONE, NONE },
	{ "os_name == 'posix' and", NONE, NONE },
	{ "os_name == 'posix' andos_name == 'posix'", NONE, NONE },
	{ "and os_name == 'posix'", NONE, NONE },
	{ "os_name == 'posix' & os_name == 'posix'", NONE, NONE },
	{ "(os_name == 'posix'", NONE, NONE },
	{ "os_name == 'posix')", NONE, NONE },
	{ "()", NONE, NONE },
	{ "'a' == 'a'", NONE, NONE },
	{ "os_name == 'posix';", NONE, NONE },
	// clang-format on
};

TEST(holding)
{
	assert_true(marker_holds(NULL, &env, ""));
	foreach(row, rows) {
		const char *marker = row->marker;

		row_int(marker, marker_valid(marker), row->holds != NONE);
		row_int(marker, marker_holds(marker, &env, ""),
			row->holds == YES);
		row_int(marker, marker_holds(marker, &env, "A_b"),
			row->with_extra == YES);
	}
}

TEST(writing)
{
	/* As str(Marker) of `packaging` has them. */
	static const char *const texts[][2] = {
		{ "os.name=='a'", "os_name == \"a\"" },
		{ "'a'not  in os_name", "\"a\" not in os_name" },
		{ "extra=='A_b'", "extra == \"a-b\"" },
		{ "'A_b'==extra", "\"a-b\" == extra" },
		{ "(os_name=='a')", "os_name == \"a\"" },
		{ "(os_name=='a')or os_name=='b'and(os_name=='c')",
		  "os_name == \"a\" or os_name == \"b\" and os_name == \"c\"" },
		{ "(os_name=='a' or os_name=='b')and os_name=='c'",
		  "(os_name == \"a\" or os_name == \"b\") and os_name == \"c\"" },
		{ "os_name=='c'and(os_name=='a' or(os_name=='b' and os_name=='d'))",
		  "os_name == \"c\" and (os_name == \"a\" or (os_name == \"b\" and os_name == \"d\"))" },
		{ "((os_name=='a' or os_name=='b'))and os_name=='c'",
		  "os_name == \"a\" or os_name == \"b\" and os_name == \"c\"" },
		{ "(os_name=='a' or os_name=='b')",
		  "os_name == \"a\" or os_name == \"b\"" },
		{ "os_name", NULL },
	};

	foreach(row, texts)
		row_text((*row)[0], marker_text((*row)[0]), (*row)[1]);
}

static void put_nested(struct buf *marker, size_t depth)
{
	buf_cut(marker, 0);
	for (size_t i = 0; i < depth; i++)
		buf_putc(marker, '(');
	buf_puts(marker, "os_name == 'posix'");
	for (size_t i = 0; i < depth; i++)
		buf_putc(marker, ')');
}

TEST(depth)
{
	struct buf marker = BUF_INIT;

	put_nested(&marker, 30);
	assert_true(marker_holds(marker.data, &env, ""));
	put_nested(&marker, 10000);
	assert_false(marker_holds(marker.data, &env, ""));
	assert_false(marker_valid(marker.data));
	assert_null(marker_text(marker.data));
}

MAIN(NULL, NULL)
