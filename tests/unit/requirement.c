/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 55 59 */
/* Requirements and environment markers: parsed, evaluated, hostile ones refused. */
#include "formats/requirement.h"
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

// clang-format off
/* How a marker is written; what its comparisons mean: tests/oracle/specifiers.py */
static const char *const hold[] = {
	"os_name == \"posix\"", "'linux'in sys_platform",
	/* the names of setuptools, from before PEP 508 */
	"os.name == 'posix'", "'linux' == sys.platform", "platform.version == '#1 SMP'",
	"platform.machine in 'x86_64 i686'", "platform.python_implementation=='CPython'",
	"python_implementation != 'PyPy'", "(os.name == 'nt' or sys.platform != 'win32')",
	"python_full_version >= '3.11.2a1'", "platform_release == '6.1.0-13-amd64'",
};
static const char *const fail_to_hold[] = {
	"python_full_version < '3.11.2'", "os_name == sys_platform",
	/* `packaging` takes the second for its name */
	"os_name == os.name",
};
/* pip, uv and poetry disagree, or refuse it. One side of "and" or "or" may still decide. */
static const char *const unsure[] = {
	"platform_release >= '5'", "implementation_version >= '3.9'", "platform_machine >= 'x86'", "platform_machine < 'y'",
	"platform_machine ~= 'x86_64'", "python_version < 'x'", "python_version >= '3.9.x'",
	"python_version in '3.11.2'", "python_version not in '2.7, 3.1'", "python_full_version in '3.11.2'", "'3.11' in python_version",
	"'nux' in sys_platform", "sys_platform in 'linux2'", "sys_platform in 'linux,'", "'a b' in sys_platform", "extra == ''", "os_name != ''",
	"'3.11.2rc1' <= python_full_version", "os_name > 'a' and os_name == 'posix'", "os_name > 'a' or os_name == 'x'", "os_name > 'a' and os_name < 'z'",
	"os_name === 'posix' or os_name == 'posix'", "os_name == 'posix' or os_name ~= 'posix'",
};
static const char *const decided[] = { "os_name > 'a' or os_name == 'posix'", "os_name == 'posix' or os_name > 'a'" };
static const char *const decided_not[] = { "os_name > 'a' and os_name == 'x'", "os_name == 'x' and os_name > 'a'" };
/* Extras are names: these hold for A_b, and not without one. */
static const char *const with_extra[] = {
	"extra == 'a-b'", "extra == 'A__b'", "'a.b' == extra", "os_name == 'x' or extra == 'a_b'",
	"(os_name=='posix')and(extra=='a_b')",
};
static const char *const without_extra[] = { "extra != 'a_b'" };
static const char *const no_markers[] = {
	"", "os_name", "os_name ==", "os_name == posix", "os_name = 'posix'",
	"os_name == 'posix", "os_name == 'posix\"", "os_name == 'po\\x73ix'",
	"os_names == 'posix'", "OS_NAME == 'posix'", "os.names == 'posix'", "os-name == 'posix'",
	"python.version > '3'", "platform.release > '3'", "implementation.name == 'cpython'", "os_name not == 'posix'",
	"os_name notin 'posix'", "os_name not in'posix' x", "os_name inn 'posix'",
	"os_name == 'posix' and", "os_name == 'posix' andos_name == 'posix'",
	"and os_name == 'posix'", "os_name == 'posix' & os_name == 'posix'",
	"(os_name == 'posix'", "os_name == 'posix')", "()", "'a' == 'a'", "os_name == 'posix';",
};
static const char *const requirements[] = {
	"A.b-C_d", "a_", "a >= 1 , < 2", "a (>=1,<2)", "a()", "a>=1,", "a==1.*,!=1.2.*",
	"a===any-thing!", "a [ y , x ] >=1", "a[]", "a[x]@file:///a",
	"a @ https://example.com/a;b",
};
static const char *const no_requirements[] = {
	"", " ", "-a", "a-", "_a", "a b", "a\xc3\xa9", "a 1", "a (1)", "a=1", "a>1 <2", "a,>1",
	"a>=1,,<2", "a>=1.0.*", "a~=1", "a>=1+local", "a>=x", "a==1.0-", "a>=1foo", "a (>=1",
	"a >=1)", "a ((>=1))", "a===1,x", "a[", "a[x", "a[x,]", "a[,x]", "a[x y]",
	"a[-]", "a @", "a @ ", "a @ file:///a x", "a;", "a ; ", "a>=1; x == 'y'",
	"a; os_name == 'posix", "a; (os_name == 'posix'",
};
// clang-format on

static void check(const char *marker, int holds, int holds_for_extra)
{
	row_int(marker, marker_valid(marker), true);
	row_int(marker, marker_judge(marker, &env, ""), holds);
	row_int(marker, marker_judge(marker, &env, "A_b"), holds_for_extra);
}

TEST(markers)
{
	assert_true(marker_judge(NULL, &env, "") > 0);
	foreach(row, hold)
		check(*row, true, true);
	foreach(row, fail_to_hold)
		check(*row, false, false);
	foreach(row, unsure)
		check(*row, -1, -1);
	foreach(row, decided)
		check(*row, true, true);
	foreach(row, decided_not)
		check(*row, false, false);
	foreach(row, with_extra)
		check(*row, false, true);
	foreach(row, without_extra)
		check(*row, true, false);
	foreach(row, no_markers) {
		row_int(*row, marker_valid(*row), false);
		row_int(*row, marker_judge(*row, &env, "A_b") > 0, false);
	}
}

/* A marker, and a space before the name, change nothing else. */
TEST(parsed)
{
	struct requirement r, marked;

	foreach(row, requirements) {
		row_int(*row, requirement_parse(*row, &r), 0);
		row_int(*row, requirement_parse(formatted(" %s" M, *row), &marked), 0);
		row_int(*row, !r.marker && marked.marker, true);
		row_text(*row, marked.name, r.name);
		row_text(*row, marked.specifiers, r.specifiers);
		row_text(*row, marked.url, r.url);
	}
	foreach(row, no_requirements)
		row_int(*row, requirement_parse(*row, &r), -1);
	assert_int_equal(requirement_parse("A_.b [x, Y] ( >= 1, <2 ); extra == 'z'", &r), 0);
	assert_string_equal(r.key, "a-b");
	assert_string_equal(r.specifiers, ">= 1, <2");
	assert_string_equal(r.marker, "extra == 'z'");
	assert_int_equal(r.extras.count, 2);
	assert_string_equal(r.extras.list[1], "y");
}

/* In a lock file (PEP 751) there are names that are installed; elsewhere such a marker is none. */
TEST(names)
{
	struct marker_env lock = env;

	lock.extras = ",";
	lock.dependency_groups = ",a-b,dev,";
	lock.platform_version = "";
	assert_int_equal(marker_judge("'x' in platform_version", &lock, ""), -1);
	assert_int_equal(marker_judge("'A.b' in dependency_groups", &lock, ""), 1);
	assert_int_equal(marker_judge("'a' in dependency_groups", &lock, ""), 0);
	assert_int_equal(
		marker_judge("'x' not in extras and 'dev' in dependency_groups", &lock, ""), 1);
	assert_int_equal(marker_judge("extras == 'x'", &lock, ""), -1);
	assert_int_equal(marker_judge("'x' in extras", &env, ""), -1);
	assert_int_equal(marker_judge("none", &env, ""), -1);
}

static const char *nested(size_t depth)
{
	const char *text = "os_name == 'posix'";

	while (depth--)
		text = formatted("(%s)", text);
	return text;
}

/* A text that is too long or too deep is refused at once. */
TEST(bounds)
{
	struct buf text = BUF_INIT;
	struct requirement r;

	assert_true(marker_judge(nested(30), &env, "") > 0);
	assert_false(marker_judge(nested(1000), &env, "") > 0);
	assert_int_equal(requirement_parse(formatted("a; %s", nested(1000)), &r), -1);
	buf_puts(&text, "a>=1");
	while (text.len < 1024 * 1024)
		buf_puts(&text, ",>=1");
	assert_int_equal(requirement_parse(text.data, &r), -1);
	buf_cut(&text, 8000);
	assert_int_equal(requirement_parse(text.data, &r), 0);
}

MAIN(NULL)
