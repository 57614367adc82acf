/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Requirements, specifiers and markers beside `packaging`, which a pip brings
 * along: whatever can be put together from the parts below.
 */
#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "cli/pep440.h"
#include "cli/requirement.h"
#include "core/buf.h"
#include "core/mem.h"

static const char *const names[] = { "a", " A.b-c_", "a-", "", "9" };
static const char *const extras[] = { "",   "[x]",  " [ y, X_1 ]",
				      "[]", "[x,]", "[x y]" };
static const char *const wanted[] = {
	"",         ">=1.0",      " ( >= 1 ,<2,)", ">=1,,<2", "(>=1",
	"==1.*",    ">=1.*",      "~=1",           "===x y",  "===1,>=0",
	"@ file:/", "@ file:/ x", " 1.0",          "!=1+a",   "<1+a",
};
static const char *const markers[] = {
	"os_name == 'posix'",
	"os.name=='nt'",
	"python_version>='3.9'",
	"'3.9' > python_version",
	"python_version in '3.8 3.11'",
	"python_full_version ~= '3.11.0'",
	"extra == 'A_b'",
	"'linux'not in sys_platform",
	"(os_name == 'posix' or os_name == 'nt')",
	"( (python_version < '3' ) )",
	"implementation_version === '3.11.2'",
	"nothing == 'x'",
	"os_name = 'x'",
};
static const char *const versions[] = {
	"1",       "1.0",         "1.0.dev1", "1.0a1",  "1.0rc1.dev2",
	"1.0rc1",  "1.0.post1",   "1.0+a",    "1.0+10", "1.0.post1.dev1",
	"1.0.0.1", "1.1",         "1.10",     "1!1.0",  "0.9",
	"2",       "1.0a1.post1",
};
static const char *const operators[] = { "==", "!=", "<=", ">=",
					 "<",  ">",  "~=", "===" };

static const struct marker_env env = {
	.os_name = "posix",
	.sys_platform = "linux",
	.platform_machine = "x86_64",
	.platform_python_implementation = "CPython",
	.implementation_name = "cpython",
	.implementation_version = "3.11.2",
	.platform_release = "6.1",
	.platform_system = "Linux",
	.platform_version = "#1",
	.python_version = "3.11",
	.python_full_version = "3.11.2",
};

static void put_env_of(FILE *to)
{
	fprintf(to, "E\tos_name\t%s\n", env.os_name);
	fprintf(to, "E\tsys_platform\t%s\n", env.sys_platform);
	fprintf(to, "E\timplementation_version\t%s\n",
		env.implementation_version);
	fprintf(to, "E\tpython_version\t%s\n", env.python_version);
	fprintf(to, "E\tpython_full_version\t%s\n", env.python_full_version);
	fprintf(to, "E\textra\ta-b\n");
}

static void put_requirement(FILE *to, const char *text)
{
	struct requirement r;
	bool parsed = !requirement_parse(text, &r);

	fprintf(to, "R\t%s\t%s\n", text, parsed ? requirement_text(&r) : "-");
}

static void put_requirements(FILE *to)
{
	for (size_t n = 0; n < ARRAY_SIZE(names); n++)
		for (size_t e = 0; e < ARRAY_SIZE(extras); e++)
			for (size_t w = 0; w < ARRAY_SIZE(wanted); w++) {
				struct buf text = BUF_INIT;

				buf_putl(&text, names[n], extras[e], wanted[w]);
				put_requirement(to, text.data);
				buf_puts(&text, " ; ");
				put_requirement(to, text.data);
				buf_puts(&text, markers[w % 13]);
				put_requirement(to, text.data);
			}
}

static void put_specifiers(FILE *to)
{
	for (size_t v = 0; v < ARRAY_SIZE(versions); v++)
		for (size_t o = 0; o < ARRAY_SIZE(operators); o++)
			for (size_t w = 0; w < ARRAY_SIZE(versions) * 2; w++) {
				struct buf text = BUF_INIT;

				buf_putl(&text, operators[o], versions[w / 2],
					 w % 2 ? ".*" : "");
				fprintf(to, "S\t%s\t%s\t%d\n", versions[v],
					text.data,
					pep440_matches(versions[v], text.data));
			}
}

static void put_marker(FILE *to, const char *text)
{
	fprintf(to, "M\t%s\t%s\n", text,
		!marker_valid(text)             ? "-" :
		marker_holds(text, &env, "a-b") ? "1" :
						  "0");
}

static void put_markers(FILE *to)
{
	static const char *const joints[] = { " and ", " or ", "and", " " };
	const size_t count = ARRAY_SIZE(markers);

	for (size_t i = 0; i < count * count * ARRAY_SIZE(joints); i++) {
		struct buf text = BUF_INIT, three = BUF_INIT;

		buf_putl(&text, markers[i % count], joints[i / count / count],
			 markers[i / count % count]);
		put_marker(to, text.data);
		buf_putl(&three, text.data, " or ", markers[i % 7]);
		put_marker(to, three.data);
		buf_cut(&three, 0);
		buf_putl(&three, markers[i % 7], " and (", text.data, ")");
		put_marker(to, three.data);
	}
}

static int ask(const char *python)
{
	struct buf command = BUF_INIT;
	FILE *to;

	buf_putl(&command, "'", python, "' -I '", getenv("SRCDIR"),
		 "/tests/packaging.py'");
	to = popen(command.data, "w");
	if (!to)
		return -1;
	put_env_of(to);
	put_requirements(to);
	put_specifiers(to);
	put_markers(to);
	return WEXITSTATUS(pclose(to));
}

/** what tests/packaging.py ended with */
static int status;

static void as_packaging(void **state)
{
	(void)state;
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_packaging),
	};
	const char *others = getenv("AVENV_TEST_PYTHONS");
	char *list = mem_dups(others ? others : ""), *python;

	signal(SIGPIPE, SIG_IGN);
	status = ask("/usr/bin/python3");
	while (status == 77 && (python = strsep(&list, ":")))
		if (*python)
			status = ask(python);
	if (status == 77) {
		puts("1..0 # SKIP allowed: no Python here has a pip with "
		     "packaging 22 or newer");
		return 0;
	}
	return RUN(tests);
}
