/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a distribution is for pip, and what it cannot be. */
#include <sys/utsname.h>

#include "scratch.h"

#include "cli/dist_parts.h"
#include "cli/reinstall_parts.h"
#include "core/base.h"
#include "core/mem.h"

#define HEX  "0123456789abcdef"
#define META "Name: demo\n"

static const struct dist_site site = { .path = "/env/site", .local = true };

// clang-format off
static const struct {
	const char *line;
	struct dist dist;
} lines[] = {
	{ "demo==1.0", { .version = "1.0" } },
	{ "demo==1!2.0.post1.dev3+cu.118", { .version = "1!2.0.post1.dev3+cu.118" } },
	/* archives */
	{ "demo @ https://h/d.whl#sha256=" HEX,
	  { .origin = { ORIGIN_ARCHIVE, .url = "https://h/d.whl", .hash = "sha256=" HEX } } },
	{ "demo @ https://h/d.whl#sha512=" HEX,
	  { .origin = { ORIGIN_ARCHIVE, .url = "https://h/d.whl", .first_hash = "sha512=" HEX } } },
	{ "demo @ https://h/d.whl#sha256=" HEX,
	  { .origin = { ORIGIN_ARCHIVE, .url = "https://h/d.whl", .hash = "sha256=" HEX, .first_hash = "md5=" HEX } } },
	{ "demo @ https://h/d.whl#sha512=" HEX,
	  { .origin = { ORIGIN_ARCHIVE, .url = "https://h/d.whl", .hash = "sha256:" HEX, .first_hash = "sha512=" HEX } } },
	{ "demo @ https://h/d.whl",
	  { .origin = { ORIGIN_ARCHIVE, .url = "https://h/d.whl", .hash = "sha256=0 --pre" } } },
	{ "demo @ https://h/d.whl",
	  { .origin = { ORIGIN_ARCHIVE, .url = "https://h/d.whl", .hash = "sha256=" } } },
	{ "demo @ https://h/d.whl",
	  { .origin = { ORIGIN_ARCHIVE, .url = "https://h/d.whl", .hash = "--pre sha256=" HEX } } },
	{ "demo @ https://h/d.whl",
	  { .origin = { ORIGIN_ARCHIVE, .url = "https://h/d.whl", .hash = "=" HEX } } },
	{ "demo @ https://h/d.whl",
	  { .origin = { ORIGIN_ARCHIVE, .url = "https://h/d.whl", .first_hash = "sha256=0\n-e ." } } },
	{ "demo @ https://h/d.tgz#sha256=" HEX "&subdirectory=a/b%20c",
	  { .origin = { ORIGIN_ARCHIVE, .url = "https://h/d.tgz", .hash = "sha256=" HEX, .subdirectory = "a/b c" } } },
	{ "demo @ https://h/d.tgz#subdirectory=a",
	  { .origin = { ORIGIN_ARCHIVE, .url = "https://h/d.tgz#egg=x", .subdirectory = "a" } } },
	{ "demo @ https://h/d.tgz",
	  { .origin = { ORIGIN_ARCHIVE, .url = "https://h/d.tgz", .subdirectory = "" } } },
	{ "demo @ file:///sp%20ace/d.whl",
	  { .origin = { ORIGIN_ARCHIVE, .url = "file:///sp ace/d.whl" } } },
	{ "demo @ https://h/d%0A-e%20.",
	  { .origin = { ORIGIN_ARCHIVE, .url = "https://h/d\n-e ." } } },
	{ "https://u:p@h/d.tgz#egg=demo&sha256=" HEX,
	  { .origin = { ORIGIN_ARCHIVE, .url = "https://u:p@h/d.tgz", .hash = "sha256=" HEX } } },
	/* version control */
	{ "demo @ git+https://h/d.git@0a1b",
	  { .origin = { ORIGIN_VCS, .url = "https://h/d.git", .vcs = "git", .commit = "0a1b" } } },
	{ "git+ssh://git@h/d.git@0a1b#egg=demo&subdirectory=sub",
	  { .origin = { ORIGIN_VCS, .url = "ssh://git@h/d.git", .vcs = "git", .commit = "0a1b", .subdirectory = "sub" } } },
	{ "demo @ svn+http://h/d@12",
	  { .origin = { ORIGIN_VCS, .url = "http://h/d", .vcs = "svn", .commit = "12" } } },
	{ "git+file:///r%20r@0a1b#egg=demo&subdirectory=sub",
	  { .origin = { ORIGIN_VCS, .url = "file:///r r", .vcs = "git", .commit = "0a1b", .subdirectory = "sub" } } },
	/* directories */
	{ "demo @ file:///src/d",
	  { .origin = { ORIGIN_DIR, .url = "file:///src/d" } } },
	{ "demo @ file:///src/d#subdirectory=x",
	  { .origin = { ORIGIN_DIR, .url = "file:///src/d", .subdirectory = "x" } } },
	/* editables */
	{ "-e file:///src/d",
	  { .editable = "/src/d", .origin = { ORIGIN_DIR, .url = "file:///src/d", .editable = true } } },
	{ "-e file:///sp%20ace/%24%7BHOME%7D/%27%23%5Bx%5D",
	  { .editable = "/sp ace/${HOME}/'#[x]", .origin = { ORIGIN_DIR, .url = "file:///src/d", .editable = true } } },
	{ "-e file:///src/d", { .form = DIST_EGG_LINK, .editable = "/src/d" } },
};
// clang-format on

static struct dist complete(struct dist dist)
{
	dist.name = dist.name ? dist.name : "demo";
	dist.key = "demo";
	dist.version = dist.version ? dist.version : "1.0";
	dist.metadata = dist.metadata ? dist.metadata : META;
	dist.path = dist.path ? dist.path : "/env/demo-1.0.dist-info";
	dist.site = &site;
	return dist;
}

TEST(line)
{
	foreach(row, lines) {
		const struct dist dist = complete(row->dist);

		row_text(row->line, reinstall_line(&dist, dist.editable),
			 row->line);
	}
}

/* setup.py of an older editable may lie above its modules. */
TEST(source)
{
	struct dist dist = complete((struct dist){ .form = DIST_EGG_LINK });
	struct dist_site sites[] = { { .path = at("") },
				     { .path = at("a/sub/src") } };
	const struct dists dists = { .sites = sites, .site_count = 2 };

	assert_null(reinstall_source(&dists, &dist));
	put_dir("a");
	put_dir("a/src");
	dist.editable = at("a/src");
	row_text("bare", reinstall_source(&dists, &dist), at("a/src"));
	put_file("a/setup.py", "");
	row_text("above", reinstall_source(&dists, &dist), at("a"));
	put_file("a/src/pyproject.toml", "");
	row_text("there", reinstall_source(&dists, &dist), at("a/src"));
	dist.editable = at("a");
	dist.form = DIST_INFO;
	row_text("new", reinstall_source(&dists, &dist), at("a"));
	assert_int_equal(unlink(at("a/setup.py")), 0);
	row_text("new, bare", reinstall_source(&dists, &dist), at("a"));
	put_dir("a/sub");
	put_dir("a/sub/src");
	put_file("a/sub/pyproject.toml", "");
	row_text("below", reinstall_source(&dists, &dist), at("a/sub"));
}

TEST(copied)
{
	put_dir("env");
	put_dir("env/src");
	put_dir("env/src/d");
	put_dir("env/src/d/sub");
	row_text("outside", reinstall_copied(at("env"), at("environment")),
		 NULL);
	row_text("inside", reinstall_copied(at("env"), at("env/src/d/sub")),
		 "src/d/sub");
	put_dir("env/src/d/.git");
	row_text("checkout", reinstall_copied(at("env"), at("env/src/d/sub")),
		 "src/d");
	row_text("itself", reinstall_copied(at("env"), at("env")), "");
}

// clang-format off
static const struct {
	const char *why;
	/** "@" is the scratch directory */
	const char *url, *wheels;
	struct dist dist;
} refusals[] = {
	{ NULL, NULL, NULL, { .version = "1.0" } },
	{ "'9'", NULL, NULL, { .version = "9", .legacy = true } },
	{ "pip takes no version like 'a b'", NULL, NULL, { .version = "a b" } },
	{ "pip takes no version like '1==2'", NULL, NULL, { .version = "1==2" } },
	{ "pip takes no such name", NULL, NULL, { .name = "demo x" } },
	{ "pip takes no such name", NULL, NULL, { .name = "-e" } },
	{ "has no metadata", NULL, NULL, { .metadata = "" } },
	{ NULL, "https://h/d", NULL, { .origin = { ORIGIN_ARCHIVE } } },
	{ NULL, "file://@/there", NULL, { .version = "not one", .origin = { ORIGIN_ARCHIVE } } },
	{ "from '@/gone', which is gone", "file://@/gone", NULL, { .origin = { ORIGIN_ARCHIVE } } },
	{ "from '@/gone', which is gone", "file://@/gone", NULL, { .origin = { ORIGIN_DIR } } },
	{ NULL, "file://@/sp%20ace", NULL, { .origin = { ORIGIN_DIR } } },
	{ NULL, "file://@/sp ace", NULL, { .origin = { ORIGIN_DIR } } },
	{ "conda built it in", "file:///home/conda/feedstock_root/build/work", NULL, { .origin = { ORIGIN_DIR } } },
	{ "conda built it in", "file:///croot/demo_1/work", NULL, { .origin = { ORIGIN_DIR } } },
	{ "is no file on this machine", "file://host/x", NULL, { .origin = { ORIGIN_DIR } } },
	{ "it comes from 'https://****@h/d', which is not to be had", "https://u:p@h/d", "/wheels", { .origin = { ORIGIN_ARCHIVE } } },
	{ NULL, "file://@/there", "/wheels", { .origin = { ORIGIN_ARCHIVE } } },
	{ NULL, "https://h/d", NULL, { .origin = { ORIGIN_VCS, .vcs = "git", .commit = "0a" } } },
	{ "not to be had with '--offline'", "https://h/d", "/wheels", { .origin = { ORIGIN_VCS, .vcs = "git", .commit = "0a" } } },
	{ "which is gone", "file://@/gone", NULL, { .origin = { ORIGIN_VCS, .vcs = "git", .commit = "0a" } } },
	{ "'bzr', which fetches it, is not on PATH", "https://h/d", NULL, { .origin = { ORIGIN_VCS, .vcs = "bzr", .commit = "1" } } },
	{ "pip knows no 'cvs'", "https://h/d", NULL, { .origin = { ORIGIN_VCS, .vcs = "cvs", .commit = "1" } } },
	{ "its revision '0 -e .' is none", "https://h/d", NULL, { .origin = { ORIGIN_VCS, .vcs = "git", .commit = "0 -e ." } } },
	{ "its revision '--x' is none", "https://h/d", NULL, { .origin = { ORIGIN_VCS, .vcs = "git", .commit = "--x" } } },
	{ NULL, "@/sp ace", NULL, { .origin = { ORIGIN_DIR, .editable = true } } },
	{ "its source '@/gone' is gone", "@/gone", NULL, { .origin = { ORIGIN_DIR, .editable = true } } },
	{ "its source '@/gone' is gone", "@/gone", NULL, { .metadata = "", .origin = { ORIGIN_DIR, .editable = true } } },
	{ "has neither pyproject.toml nor setup.py", "@/bare", NULL, { .origin = { ORIGIN_DIR, .editable = true } } },
	{ "the environment's own directory", "@/own", NULL, { .origin = { ORIGIN_DIR, .editable = true } } },
};
// clang-format on

/* TEXT with the scratch directory for "@", but for that of a user. */
static const char *filled(const char *text)
{
	const char *hole = text ? strstr(text, "@/") : NULL;
	struct buf b = BUF_INIT;

	if (!hole)
		return text;
	buf_put(&b, text, (size_t)(hole - text));
	buf_putl(&b, scratch, hole + 1);
	return b.data;
}

TEST(refusal)
{
	const struct venv old = { .path = at("own") };

	put_file("there", "");
	put_dir("sp ace");
	put_file("sp ace/pyproject.toml", "");
	put_dir("bare");
	put_dir("own");
	put_dir("bin");
	put_file("bin/git", "");
	put_mode("bin/git", 0755);
	put_file("bin/bzr", "");
	setenv("PATH", at("bin"), 1);
	for (size_t i = 0; i < ARRAY_SIZE(refusals); i++) {
		const struct reinstall_how how = { .wheels =
							   refusals[i].wheels };
		const struct reinstall plan = { .how = &how, .old = &old };
		struct dist dist = complete(refusals[i].dist);
		struct reinstall_item item = { .dist = &dist };
		const char *why;

		dist.origin.url = filled(refusals[i].url);
		if (dist.origin.editable)
			item.source = dist.origin.url;
		why = reinstall_refusal(&plan, &item);
		if (!why != !refusals[i].why ||
		    (why && !strstr(why, filled(refusals[i].why))))
			fail_msg("row %zu: %s", i, why ? why : "(null)");
	}
}

// clang-format off
static const struct {
	const char *file, *version;
	/** for Python 3.11 */
	bool there;
} wheels[] = {
	{ "demo-1.0-py3-none-any.whl", "1.0", true },
	{ "Demo-1.0.0-1-py2.py3-none-any.whl", "1.0", true },
	{ "demo-1.0-py2-none-any.whl", "1.0", false },
	{ "demo-1.0-py310-none-any.whl", "1.0", true },
	{ "demo-1.0-py312-none-any.whl", "1.0", false },
	{ "demo-1.0-cp311-cp311-manylinux_2_17_@.manylinux2014_@.whl", "1.0", true },
	{ "demo-1.0-cp310-cp310-linux_@.whl", "1.0", false },
	{ "demo-1.0-cp37-abi3-linux_@.whl", "1.0", true },
	{ "demo-1.0-cp312-abi3-linux_@.whl", "1.0", false },
	{ "demo-1.0-cp311-cp311-linux_pdp11.whl", "1.0", false },
	{ "demo-1.0-pp311-pypy311_pp73-linux_@.whl", "1.0", false },
	{ "demo-1.1-py3-none-any.whl", "1.0", false },
	{ "other-1.0-py3-none-any.whl", "1.0", false },
	{ "demo-1.0+cu.118-py3-none-any.whl", "1.0+cu118", false },
	{ "demo-1.0+cu118-py3-none-any.whl", "1.0+cu118", true },
	{ "demo-1.0-py3-none.whl", "1.0", false },
	{ "demo-1.0-a-b-c-d-e.whl", "1.0", false },
	{ "demo.whl", "1.0", false },
	{ "demo-1.0.tar.gz", "1.0", true },
	{ "demo-1.0.zip", "1.0", true },
	{ "demo-1.0.rpm", "1.0", false },
	{ "demo.tar.gz", "1.0", false },
};
// clang-format on

static const char *for_machine(const char *file)
{
	struct utsname machine;
	struct buf b = BUF_INIT;

	assert_int_equal(uname(&machine), 0);
	for (; *file; file++)
		if (*file == '@')
			buf_puts(&b, machine.machine);
		else
			buf_putc(&b, *file);
	return b.data;
}

TEST(candidate)
{
	const struct python python = { .implementation = "cpython",
				       .major = 3,
				       .minor = 11,
				       .series = "3.11" };
	const struct reinstall_how how = { .wheels = at("wheels"),
					   .wheels_typed = "wheels" };
	struct reinstall plan = { .how = &how, .to = &python, .count = 1 };

	put_dir("wheels");
	foreach(row, wheels) {
		const char *name = path_join("wheels", for_machine(row->file));
		const struct dist dist =
			complete((struct dist){ .version = row->version });
		struct reinstall_item item = { .dist = &dist, .wanted = true };

		put_file(name, "");
		plan.items = &item;
		row_int(row->file, reinstall_check_wheels(&plan),
			row->there ? 0 : -1);
		assert_int_equal(unlink(at(name)), 0);
	}
}

// clang-format off
static const struct {
	const char *wanted;
	/** NAME, "!" where it was requested, "@" where it comes from a URL, and
	 * what it requires behind ":", separated by "|" */
	const char *dists[6];
} choices[] = {
	{ "a", { "a!: b", "b" } },
	{ "a b", { "a!: b", "b!" } },
	{ "a", { "a!: b", "b: c", "c" } },
	/* nothing says what was requested */
	{ "a", { "a: b", "b: c", "c" } },
	{ "a d", { "a: b", "b", "c", "d: c" } },
	/* it has no mark, and nothing requires it */
	{ "a c", { "a!: b", "b", "c" } },
	/* with an extra, which is noted nowhere */
	{ "a b", { "a!: b; extra == 'x'", "b" } },
	{ "a", { "a!: b[x]", "b: c; extra == 'x'", "c" } },
	{ "a b", { "a!: c; extra == 'x'", "b: c", "c" } },
	/* markers are of the old Python, 3.10 */
	{ "a", { "a!: b; python_version < '3.11'", "b" } },
	{ "a b", { "a!: b; python_version > '3.11'", "b" } },
	/* from a URL, or requiring each other */
	{ "a b", { "a!: b", "b@" } },
	{ "a", { "a: b", "b: a" } },
	{ "a", { "a: a|b|b", "b" } },
	{ "c", { "a: b", "b: a", "c!: a" } },
	{ "a", { "a!: missing|not a requirement" } },
	{ "", { 0 } },
};
// clang-format on

/* What TEXT of a row above says. */
static struct dist parsed(const char *text)
{
	size_t len = strcspn(text, "!@:");
	const char *requires = strchr(text, ':');
	struct dist dist = { .name = mem_dup(text, len) };
	struct buf b = BUF_INIT;

	buf_puts(&b, "Name: x\n");
	while (requires) {
		const char *next = strchr(requires + 1, '|');

		buf_puts(&b, "Requires-Dist:");
		buf_put(&b, requires + 1,
			next ? (size_t)(next - requires - 1) :
			       strlen(requires + 1));
		buf_puts(&b, "\n");
		requires = next;
	}
	dist.metadata = b.data;
	dist.requested = text[len] == '!';
	if (text[len] == '@')
		dist.origin = (struct origin){ ORIGIN_ARCHIVE, .url = "x:" };
	dist = complete(dist);
	dist.key = dist.name;
	return dist;
}

static const char *chosen(const struct reinstall *plan)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].wanted)
			buf_putl(&b, b.len ? " " : "",
				 plan->items[i].dist->name);
	return b.data;
}

TEST(choice)
{
	const struct venv old = { .path = "/env",
				  .bin = "bin",
				  .cfg = { .version = "3.10.4" } };

	foreach(row, choices) {
		struct dist list[6];
		struct reinstall_item items[6] = { 0 };
		struct reinstall plan = { .old = &old,
					  .dists = { .list = list },
					  .items = items };

		for (; row->dists[plan.count]; plan.count++) {
			list[plan.count] = parsed(row->dists[plan.count]);
			items[plan.count].dist = &list[plan.count];
		}
		plan.dists.count = plan.count;
		dists_index(&plan.dists);
		reinstall_choose(&plan);
		row_text(row->dists[0] ? row->dists[0] : "none", chosen(&plan),
			 row->wanted);
	}
}

MAIN(scratch_make, scratch_remove)
