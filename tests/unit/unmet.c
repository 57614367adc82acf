/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `pip check` complains about, and that it does. */
#include <glob.h>
#include <sys/wait.h>

#include "scratch.h"

#include "cli/dist_parts.h"
#include "cli/unmet.h"
#include "core/buf.h"
#include "core/mem.h"

#define LINE(text) "Requires-Dist: " text "\n"

/** A distribution: a .dist-info, or with TXT an .egg-info with requires.txt. */
static const struct {
	const char *name, *version, *requires, *txt;
} dists[] = {
	// clang-format off
	{ "there", "1.5", "", NULL },
	{ "There.Too", "2.0rc1", "", NULL },
	{ "local", "1.0+ubuntu.1", "", NULL },
	{ "met", "1", LINE("there") LINE("there>=1,<2") LINE("there (~=1.4)")
	  LINE("there-too<3") LINE("THERE_too>=2.0b1") LINE("local==1.0")
	  LINE("local>=1.0") LINE("there==1.*") LINE("there!=2.*")
	  LINE("gone; python_version<'2'") LINE("gone>=1; extra=='x'")
	  LINE("there>=9; extra == 'x' and python_version > '3'"), NULL },
	{ "missing", "1.0", LINE("gone") LINE("Gone_2 [x,y] >= 1")
	  LINE("gone") LINE("also.gone @ https://example.com/x.zip")
	  LINE("gone-3; python_version >= '3' or os_name == 'nt'"), NULL },
	{ "conflicting", "1.0", LINE("there<1.5") LINE("there>=2")
	  LINE("there >= 2") LINE("there-too >=2.0,!=2.0rc1; os_name != 'nt'")
	  LINE("local<=0.9, >= 0.1") LINE("local===1.0"), NULL },
	{ "both", "1.0", LINE("there~=2.0") LINE("gone"), NULL },
	{ "egg", "1.0", NULL, "there\ngone\n# gone2\n\n[x]\ngone3\n"
	  "[:python_version >= '3']\nwent\n[y:python_version >= '3']\ngone4\n"
	  "[:python_version < '3']\ngone5\n" },
	// clang-format on
};

static const char wanted[] =
	"both 1.0 requires gone, which is not installed.\n"
	"egg 1.0 requires gone, which is not installed.\n"
	"egg 1.0 requires went, which is not installed.\n"
	"missing 1.0 requires also-gone, which is not installed.\n"
	"missing 1.0 requires gone, which is not installed.\n"
	"missing 1.0 requires gone-2, which is not installed.\n"
	"missing 1.0 requires gone-3, which is not installed.\n"
	"both 1.0 has requirement there~=2.0, but you have there 1.5.\n"
	"conflicting 1.0 has requirement local<=0.9,>=0.1, but you have local 1.0+ubuntu.1.\n"
	"conflicting 1.0 has requirement local===1.0, but you have local 1.0+ubuntu.1.\n"
	"conflicting 1.0 has requirement there<1.5, but you have there 1.5.\n"
	"conflicting 1.0 has requirement there>=2, but you have there 1.5.\n"
	"conflicting 1.0 has requirement there-too!=2.0rc1,>=2.0; os_name != \"nt\", but you have there-too 2.0rc1.\n";

/* Put them into SITE, relative to the scratch directory. */
static void put_dists(const char *site)
{
	foreach(row, dists) {
		struct buf dir = BUF_INIT, metadata = BUF_INIT;
		const char *txt = row->txt;

		buf_putl(&dir, site, "/", row->name, "-", row->version,
			 txt ? ".egg-info" : ".dist-info");
		put_dir(dir.data);
		buf_putl(&metadata, "Metadata-Version: 2.1\nName: ", row->name,
			 "\nVersion: ", row->version, "\n",
			 txt ? "" : row->requires);
		put_file(path_join(dir.data, txt ? "PKG-INFO" : "METADATA"),
			 metadata.data);
		if (txt)
			put_file(path_join(dir.data, "requires.txt"), txt);
	}
}

static const char *found_in(const char *env)
{
	struct buf all = BUF_INIT;
	struct marker_env marker_env;
	struct unmets unmets;
	struct dists read;
	struct venv venv;

	venv_read(at(env), &venv);
	dists_read(&venv, &read);
	marker_env_of(&venv, &marker_env);
	unmet_find(&read, &marker_env, &unmets);
	for (size_t i = 0; i < unmets.count; i++)
		buf_putl(&all, unmet_text(&unmets.list[i]), "\n");
	return all.data;
}

static void put_site(const char *env)
{
	put_env(env);
	put_file(path_join(env, "pyvenv.cfg"),
		 "home = /usr/bin\nversion = 3.11.2\n");
	put_dir(path_join(env, "lib"));
	put_dir(path_join(env, "lib/python3.11"));
	put_dir(path_join(env, "lib/python3.11/site-packages"));
}

TEST(told)
{
	put_site("env");
	put_dists("env/lib/python3.11/site-packages");
	assert_string_equal(found_in("env"), wanted);
}

TEST(no_requirement)
{
	put_site("bad");
	put_dir("bad/lib/python3.11/site-packages/a-1.dist-info");
	put_file("bad/lib/python3.11/site-packages/a-1.dist-info/METADATA",
		 "Metadata-Version: 2.1\nName: a\nVersion: 1\n" LINE("b>>1")
			 LINE("gone") LINE("c d"));
	assert_string_equal(
		found_in("bad"),
		"a 1 requires gone, which is not installed.\n"
		"a 1 requires 'b>>1', which is not a requirement.\n");
}

/* By code point. */
TEST(beyond_ascii)
{
	put_site("beyond");
	put_dir("beyond/lib/python3.11/site-packages/a-1.dist-info");
	put_file("beyond/lib/python3.11/site-packages/a-1.dist-info/METADATA",
		 "Metadata-Version: 2.1\nName: a\nVersion: 1\n" LINE(
			 "b<1; os_name != '\u00e9'")
			 LINE("b<1; os_name != 'z'"));
	put_dir("beyond/lib/python3.11/site-packages/b-1.dist-info");
	put_file("beyond/lib/python3.11/site-packages/b-1.dist-info/METADATA",
		 "Metadata-Version: 2.1\nName: b\nVersion: 1\n");
	assert_string_equal(
		found_in("beyond"),
		"a 1 has requirement b<1; os_name != \"z\", but you have b 1.\n"
		"a 1 has requirement b<1; os_name != \"\u00e9\", but you have b 1.\n");
}

/* Whose version is none matches what asks for no version. */
TEST(legacy)
{
	put_site("legacy");
	put_dir("legacy/lib/python3.11/site-packages/a-1.dist-info");
	put_file("legacy/lib/python3.11/site-packages/a-1.dist-info/METADATA",
		 "Metadata-Version: 2.1\nName: a\nVersion: 1\n" LINE("b")
			 LINE("b===odd") LINE("b>0"));
	put_dir("legacy/lib/python3.11/site-packages/b-odd.dist-info");
	put_file("legacy/lib/python3.11/site-packages/b-odd.dist-info/METADATA",
		 "Metadata-Version: 2.1\nName: b\nVersion: odd\n");
	assert_string_equal(found_in("legacy"),
			    "a 1 has requirement b>0, but you have b odd.\n");
}

TEST(requirers)
{
	struct dist list[] = {
		{ .key = "a", .metadata = LINE("c") LINE("C>1") LINE("a[x]") },
		{ .key = "b", .metadata = LINE("c; extra == 'x'") LINE("a") },
		{ .key = "c",
		  .metadata = LINE("a; python_version > '3'")
			  LINE("b; python_version < '3'") },
	};
	struct dists all = { .list = list, .count = 3 };
	const struct marker_env env = { .python_version = "3.11" };
	const struct requirers *of;

	dists_index(&all);
	of = requirers_of(&all, needs_read(&all, &env));
	assert_int_equal(of[0].count, 2);
	assert_ptr_equal(of[0].list[0], &list[1]);
	assert_ptr_equal(of[0].list[1], &list[2]);
	assert_int_equal(of[1].count, 0);
	assert_int_equal(of[2].count, 1);
	assert_ptr_equal(of[2].list[0], &list[0]);
}

/* What is more than all requires.txt may be together is not read. */
TEST(large_txt)
{
	static const char *const names[] = { "a", "b" };
	struct buf text = BUF_INIT;

	put_site("large");
	buf_puts(&text, "gone\n#");
	while (text.len < 2100 * 1024)
		buf_puts(&text, "a comment of many words that is as long ");
	foreach(row, names) {
		struct buf dir = BUF_INIT, info = BUF_INIT;

		buf_putl(&dir, "large/lib/python3.11/site-packages/", *row,
			 "-1.egg-info");
		buf_putl(&info, "Name: ", *row, "\nVersion: 1\n");
		put_dir(dir.data);
		put_file(path_join(dir.data, "PKG-INFO"), info.data);
		put_file(path_join(dir.data, "requires.txt"), text.data);
	}
	assert_string_equal(found_in("large"),
			    "a 1 requires gone, which is not installed.\n");
}

/* What COMMAND prints; it fails as `pip check` does. */
static const char *output_of(const char *command, int status)
{
	FILE *from = popen(command, "r");
	struct buf all = BUF_INIT;
	char part[4096];
	size_t n;

	assert_non_null(from);
	while ((n = fread(part, 1, sizeof(part), from)))
		buf_put(&all, part, n);
	row_int(command, WEXITSTATUS(pclose(from)), status);
	return all.data;
}

static int by_text(const void *one, const void *other)
{
	const char *const *a = one, *const *b = other;

	return strcmp(*a, *b);
}

/*
 * pip takes distributions in the order of their directory, and up to 23.0 says
 * twice what is required twice.
 */
static const char *sorted(const char *text)
{
	char *copy = mem_dups(text), *line;
	const char *lines[64];
	struct buf all = BUF_INIT;
	size_t count = 0;

	while ((line = strsep(&copy, "\n")))
		if (*line && count < ARRAY_SIZE(lines))
			lines[count++] = line;
	qsort(lines, count, sizeof(*lines), by_text);
	for (size_t i = 0; i < count; i++)
		if (!i || !streq(lines[i], lines[i - 1]))
			buf_putl(&all, lines[i], "\n");
	return all.data;
}

static void compare_with(const char *python, const char *env)
{
	struct buf create = BUF_INIT, check = BUF_INIT;
	const char *site;
	glob_t sites;

	buf_putl(&create, "'", getenv("AVENV_BUILD_DIR"),
		 "/avenv' -q create -p '", python, "' '", at(env), "'");
	output_of(create.data, 0);
	assert_int_equal(glob(path_join(at(env), "lib/python*/site-packages"),
			      0, NULL, &sites),
			 0);
	site = sites.gl_pathv[0] + strlen(scratch) + 1;
	put_dists(site);
	buf_putl(&check, "cd '", scratch,
		 "' && PIP_DISABLE_PIP_VERSION_CHECK=1 '", at(env),
		 "/bin/pip' check");
	if (!streq(sorted(found_in(env)), sorted(output_of(check.data, 1))))
		fail_msg("%s: pip says\n%s", python, output_of(check.data, 1));
	globfree(&sites);
}

TEST(as_pip_check)
{
	const char *others = getenv("AVENV_TEST_PYTHONS");
	char *list = mem_dups(others ? others : ""), *python;
	struct buf env = BUF_INIT;

	buf_puts(&env, "pip");
	compare_with("/usr/bin/python3", env.data);
	while ((python = strsep(&list, ":"))) {
		buf_putc(&env, '-');
		if (*python && !strstr(python, "/2."))
			compare_with(python, env.data);
	}
}

MAIN(scratch_make, scratch_remove)
