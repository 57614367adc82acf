/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 59 */
/* An installed distribution as a line for pip, or the reason why pip cannot have it. */
#include "cli/reinstall.h"
#include "core/base.h"
#include "scratch.h"

#define HEX   "0123456789abcdef"
#define WHEEL "https://h/d.whl"
#define ARCHIVE(...)                                                                               \
	{                                                                                          \
		.origin = { ORIGIN_ARCHIVE, __VA_ARGS__ }                                          \
	}
#define REPO(...)                                                                                  \
	{                                                                                          \
		.origin = { ORIGIN_VCS, __VA_ARGS__ }                                              \
	}
#define DIR(...)                                                                                   \
	{                                                                                          \
		.origin = { ORIGIN_DIR, __VA_ARGS__ }                                              \
	}

static const struct dist_site site = { .path = "/env/site", .local = true };

// clang-format off
/* Text from a file of the environment never becomes an option of pip. */
static const struct {
	const char *line;
	struct dist dist;
} lines[] = {
	{ "demo==1!2.0.post1.dev3+cu.118", { .version = "1!2.0.post1.dev3+cu.118" } },
	{ "demo @ " WHEEL "#sha256=" HEX, ARCHIVE(WHEEL, .hash = "sha256=" HEX) },
	{ "demo @ " WHEEL "#sha512=" HEX, ARCHIVE(WHEEL, .first_hash = "sha512=" HEX) },
	{ "demo @ " WHEEL, ARCHIVE(WHEEL, .hash = "sha256=0 --pre") },
	{ "demo @ " WHEEL, ARCHIVE(WHEEL, .hash = "sha256=") },
	{ "demo @ " WHEEL, ARCHIVE(WHEEL, .hash = "--pre sha256=" HEX) },
	{ "demo @ " WHEEL, ARCHIVE(WHEEL, .first_hash = "sha256=0\n-e .") },
	{ "demo @ https://h/d.tgz#sha256=" HEX "&subdirectory=a/b%20c",
	  ARCHIVE("https://h/d.tgz", .hash = "sha256=" HEX, .subdirectory = "a/b c") },
	{ "demo @ file:///sp%20ace/d.whl", ARCHIVE("file:///sp ace/d.whl") },
	{ "demo @ https://h/d%0A-e%20.", ARCHIVE("https://h/d\n-e .") },
	{ "https://u:p@h/d.tgz#egg=demo&sha256=" HEX, ARCHIVE("https://u:p@h/d.tgz",
	  .hash = "sha256=" HEX) },
	{ "demo @ git+https://h/d.git@0a1b", REPO("https://h/d.git", .vcs = "git",
	  .commit = "0a1b") },
	{ "git+ssh://git@h/d.git@0a1b#egg=demo&subdirectory=sub",
	  REPO("ssh://git@h/d.git", .vcs = "git", .commit = "0a1b", .subdirectory = "sub") },
	{ "demo @ file:///src/d#subdirectory=x", DIR("file:///src/d", .subdirectory = "x") },
	{ "-e file:///src/d",
	  { .editable = "/src/d", .origin = { ORIGIN_DIR, "file:///src/d", .editable = true } } },
	{ "-e file:///sp%20ace/%24%7BHOME%7D/%27%23%5Bx%5D",
	  { .editable = "/sp ace/${HOME}/'#[x]", .origin = { ORIGIN_DIR, "file:///src/d",
	    .editable = true } } },
};

static const struct {
	const char *why;
	/** "@" is the scratch directory */
	const char *url;
	struct dist dist;
} refusals[] = {
	{ NULL, NULL, { .version = "1.0" } },
	{ "no version", NULL, { .version = "a b" } },
	{ "no version", NULL, { .version = "1==2" } },
	{ "no such name", NULL, { .name = "demo x" } },
	{ "no such name", NULL, { .name = "-e" } },
	{ "no metadata", NULL, { .metadata = "" } },
	{ NULL, "https://h/d", ARCHIVE(0) },
	{ NULL, "file://@/there", ARCHIVE(0) },
	{ "gone", "file://@/gone", ARCHIVE(0) },
	{ "gone", "file://@/gone", DIR(0) },
	{ NULL, "file://@/sp%20ace", DIR(0) },
	{ "no file on this machine", "file://host/x", DIR(0) },
	{ NULL, "https://h/d", REPO(.vcs = "git", .commit = "0a") },
	{ "not on PATH", "https://h/d", REPO(.vcs = "bzr", .commit = "1") },
	{ "pip knows no", "https://h/d", REPO(.vcs = "cvs", .commit = "1") },
	{ "revision", "https://h/d", REPO(.vcs = "git", .commit = "0 -e .") },
	{ "revision", "https://h/d", REPO(.vcs = "git", .commit = "--x") },
	{ NULL, "@/sp ace", DIR(.editable = true) },
	{ "gone", "@/gone", DIR(.editable = true) },
	{ "setup.py", "@/bare", DIR(.editable = true) },
	{ "own directory", "@/own", DIR(.editable = true) },
};
// clang-format on

static struct dist complete(struct dist dist)
{
	dist.name = dist.name ? dist.name : "demo";
	dist.key = "demo";
	dist.version = dist.version ? dist.version : "1.0";
	dist.metadata = dist.metadata ? dist.metadata : "Name: demo\n";
	dist.path = "/env/demo-1.0.dist-info";
	dist.site = &site;
	return dist;
}

TEST(lines_for_pip)
{
	foreach(row, lines) {
		const struct dist dist = complete(row->dist);

		row_text(row->line, reinstall_line(&dist, dist.editable), row->line);
	}
}

/* TEXT with the scratch directory for "@". */
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

TEST(refused)
{
	const struct venv old = { .path = at("own") };
	const struct reinstall_how how = { 0 };
	const struct reinstall plan = { .how = &how, .old = &old };

	put("there bare/ own/ bin/ bin/git* bin/bzr");
	put_dir("sp ace");
	put_file("sp ace/pyproject.toml", "");
	setenv("PATH", at("bin"), 1);
	foreach(row, refusals) {
		struct dist dist = complete(row->dist);
		struct reinstall_item item = { .dist = &dist };
		const char *why;

		dist.origin.url = filled(row->url);
		if (dist.origin.editable)
			item.source = dist.origin.url;
		why = reinstall_refusal(&plan, &item);
		if (!why != !row->why || (why && !strstr(why, row->why)))
			row_text(row->url ? row->url : dist.name, why, row->why);
	}
}

MAIN(scratch_make, scratch_remove)
