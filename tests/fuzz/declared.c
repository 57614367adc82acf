/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 78 */
/*
 * Files that declare packages. An input is a byte for the kind, and texts that each end in a NUL:
 * the file, and pyproject.toml, Pipfile and other.txt beside it.
 */
#include "declared/reads.h"
#include "formats/pep440.h"
#include "lib/fuzz.h"
#include "up/difference.h"

#define SITE "e/lib/python3.11/site-packages"

static void make_world(void)
{
	if (!access(at("e"), F_OK))
		return;
	put_file("e/pyvenv.cfg", "home = /nowhere\nversion = 3.11.1\n");
	put_file("e/bin/known", "");
	put_file(SITE "/a-1.0.dist-info/METADATA",
		 "Name: a\nVersion: 1.0\nRequires-Dist: b>=2\nRequires-Dist: c; extra == 'x'\n");
	put_file(SITE "/b-1.0.dist-info/METADATA", "Name: b\nVersion: 1.0\n");
}

/* Each name is listed once, and a difference is one. */
static void check_list(const struct dists *dists, const struct declared_list *l, bool differ)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct declared *req = &l->list[i];
		const struct requirement *q = &req->requirement;

		CHECK(!i || strcmp(req[-1].requirement.key, q->key) < 0);
		CHECK(req->installed == dists_find(dists, q->key));
		CHECK(req->document && req->document->name);
		if (!differ)
			continue;
		REACHED();
		CHECK(!req->unsure);
		CHECK(!req->installed ||
		      (*q->specifiers && !pep440_matches(req->installed->version, q->specifiers)));
	}
}

static void check_files(const struct venv *venv, const struct dists *dists, const char *file)
{
	const struct project in = { .dir = at(""), .root = at("") };
	struct comparison c = { .venv = venv, .dists = dists, .project = in };
	const struct project own = project_in(at(""));
	struct reads read = { .most = READS_MAX_HINT }, tree = read;
	struct context ctx = { 0 };
	struct reason missing;
	const char *command;
	struct comparison bounded = {
		.venv = venv, .dists = dists, .project = in, .bounded = true, .most = 256
	};

	strings_add(&c.files, at(file));
	reads_requirements(&read, &c.files, at(""));
	CHECK(read.fault || read.files.strings.count);
	if (own.manifest)
		reads_project(&tree, &own);
	CHECK(tree.fault || !own.manifest || tree.files.strings.count);
	strings_add(&c.extras, "x");
	strings_add(&c.groups, "dev");
	declared_compare(&c);
	if (c.fault)
		return;
	check_list(dists, &c.differences, true);
	check_list(dists, &c.unjudged, false);
	settings_read(&ctx.settings);
	ctx.trust.settings = &ctx.settings;
	command = declared_command(&ctx, &c, &missing);
	CHECK((!command || *command) && *declared_summary(&c));
	strings_add(&bounded.files, at(file));
	declared_compare(&bounded);
	CHECK(bounded.most <= 256);
}

/* The name of a file that is compared, chosen by BYTE. */
static const char *kind_of(unsigned byte)
{
	size_t count = 0;
	const char *kinds[64];

	for (size_t i = 0; declared_files[i]; i++)
		if (declared_files[i]->is_compared)
			kinds[count++] = declared_files[i]->name;
	return kinds[byte % count];
}

void fuzz(struct input in)
{
	const char *kind = kind_of(input_byte(&in));
	static const char *const beside[] = { "pyproject.toml", "other.txt", "Pipfile" };
	struct dists dists;
	struct venv venv;

	make_world();
	put_file(kind, input_text(&in));
	for (size_t i = 0; i < ARRAY_SIZE(beside); i++)
		if (!streq(beside[i], kind))
			put_file(beside[i], input_text(&in));
	venv_read(at("e"), &venv);
	dists_read(&venv, &dists);
	check_files(&venv, &dists, kind);
}
