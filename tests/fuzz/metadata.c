/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 55 60 */
/*
 * A distribution on the disk. An input is a byte for the pip there, and texts that each end in a
 * NUL: the name of the entry, METADATA and direct_url.json.
 */
#include "installed/freeze.h"
#include "installed/needs.h"
#include "lib/fuzz.h"
#include "print/msg.h"

#define SITE "e/lib/python3.11/site-packages"

static void make_world(unsigned pip)
{
	static const char *const pips[] = { NULL, "20.3", "21.2", "23.1", "25.0" };
	const char *version = pips[pip % ARRAY_SIZE(pips)];

	if (access(at("e"), F_OK))
		put_file("e/pyvenv.cfg", "home = /nowhere\nversion = 3.11.1\n");
	scratch_remove(SITE);
	put_dirs(SITE "/");
	if (version)
		put_file(formatted(SITE "/pip-%s.dist-info/METADATA", version),
			 formatted("Name: pip\nVersion: %s\n", version));
}

static void put_dist(struct input *in)
{
	static const char *const files[] = { "METADATA", "direct_url.json" };
	const char *entry = path_base(input_text(in)), *dir = SITE "/tiny-1.0.dist-info";

	if (*entry && *entry != '.' && *entry != '/' && strlen(entry) < 200)
		dir = path_join(SITE, entry);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		const char *name = i || !ends_with(dir, ".egg-info") ? files[i] : "PKG-INFO";

		if (in->len)
			put_file(path_join(dir, name), input_text(in));
	}
}

static void check_header(const struct dist *dist, const char *name)
{
	size_t at = 0, before = 0;
	const char *value;

	while ((value = dist_header(dist, name, &at))) {
		CHECK(at > before && at <= strlen(dist->metadata) && !strpbrk(value, "\r\n"));
		before = at;
	}
}

static void check_origin(const struct origin *o)
{
	const char *path = o->url ? url_path(o->url) : NULL;

	CHECK(o->kind != ORIGIN_VCS || (o->vcs && o->commit));
	CHECK(!o->editable || (o->kind == ORIGIN_DIR && path));
	if (path) {
		REACHED();
		CHECK_SAME(url_path(url_of_path(path)), path);
	}
}

static void check_required_by(const struct venv *venv, const struct dists *dists)
{
	const struct strings *names = needs_required_by(venv, dists);

	for (size_t i = 0; i < dists->count; i++)
		for (size_t k = 0; k < names[i].count; k++)
			CHECK(dists_find(dists, names[i].list[k]) != &dists->list[i]);
}

static void check_freeze(const struct dists *dists)
{
	struct strings none = { 0 };
	struct freeze wanted = { .dists = dists, .all = true, .excludes = &none };
	struct buf out = BUF_INIT;

	freeze(&wanted, &out);
	CHECK(strlen(out.data) == out.len && (!out.len || out.data[out.len - 1] == '\n'));
}

void fuzz(struct input in)
{
	struct dists dists;
	struct venv venv;

	make_world(input_byte(&in));
	put_dist(&in);
	/* No git is asked about an editable. */
	setenv("PATH", "/nowhere", 1);
	venv_read(at("e"), &venv);
	dists_read(&venv, &dists);
	dists_complain(&dists);
	for (size_t i = 0; i < dists.count; i++) {
		const struct dist *dist = &dists.list[i];

		CHECK(dist->version && dists_find(&dists, dist->name));
		check_header(dist, "Requires-Dist");
		check_origin(&dist->origin);
	}
	check_required_by(&venv, &dists);
	check_freeze(&dists);
}
