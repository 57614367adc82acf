/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 55 60 */
/*
 * A distribution as it lies on the disk.  An input is a byte for the pip there,
 * and texts that each end in a NUL: the name of the entry, METADATA,
 * direct_url.json, RECORD and requires.txt.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/fuzz.h"

#include "core/path.h"
#include "installed/freeze.h"
#include "installed/record.h"
#include "installed/tree.h"

#define SITE "e/lib/python3.11/site-packages"

static const char *const pips[] = { "", "20.3", "21.2", "23.1", "25.0" };

/* A file behind a link, with a known hash: no distribution may lead to it. */
static void make_world(void)
{
	if (!access(scratch_at("e"), F_OK))
		return;
	scratch_dir("secret");
	scratch_file("secret/file", "", 0);
	scratch_dir("e");
	scratch_dir("e/bin");
	scratch_dir("e/lib");
	scratch_dir("e/lib/python3.11");
	scratch_file("e/bin/known", "", 0);
	scratch_file("e/pyvenv.cfg", "home = /nowhere\nversion = 3.11.1\n", 33);
	CHECK(!symlink("../secret", scratch_at("e/out")));
}

static void put_pip(const char *version)
{
	struct buf dir = BUF_INIT, text = BUF_INIT;

	if (!*version)
		return;
	buf_putl(&dir, SITE "/pip-", version, ".dist-info");
	scratch_dir(dir.data);
	buf_putl(&text, "Name: pip\nVersion: ", version, "\n");
	scratch_file(path_join(dir.data, "METADATA"), text.data, text.len);
}

/* A name that a directory can have. */
static const char *entry_of(char *text)
{
	for (char *s = text; *s; s++)
		if (*s == '/')
			*s = '_';
	if (!*text || strlen(text) > 200 || streq(text, ".") || streq(text, ".."))
		return "tiny-1.0.dist-info";
	return text;
}

static void put_dist(struct input *in)
{
	static const char *const files[] = { "METADATA", "direct_url.json", "RECORD",
					     "requires.txt" };
	const char *dir = path_join(SITE, entry_of(input_text(in)));

	fuzz_remove(scratch_at(SITE));
	scratch_dir(SITE);
	scratch_dir(dir);
	for (size_t i = 0; i < ARRAY_SIZE(files) && in->at < in->end; i++) {
		const char *text = input_text(in);

		scratch_file(path_join(dir, files[i]), text, strlen(text));
		if (i == 0 && ends_with(dir, ".egg-info"))
			scratch_file(path_join(dir, "PKG-INFO"), text, strlen(text));
	}
}

static void check_headers(const struct dist *dist)
{
	static const char *const names[] = { "Name", "version", "Requires-Dist", "License" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		size_t at = 0, before = 0;
		const char *value;

		while ((value = dist_header(dist, names[i], &at))) {
			CHECK(at > before && at <= strlen(dist->metadata));
			CHECK(!strpbrk(value, "\r\n"));
			before = at;
		}
	}
}

static void check_origin(const struct origin *o)
{
	const char *path = o->url ? url_path(o->url) : NULL;

	CHECK((o->kind == ORIGIN_INDEX) == !o->url);
	CHECK(o->kind == ORIGIN_VCS ? o->vcs && o->commit : !o->vcs && !o->commit);
	CHECK(o->kind == ORIGIN_ARCHIVE || (!o->hash && !o->first_hash));
	CHECK(!o->editable || (o->kind == ORIGIN_DIR && path));
	if (!path)
		return;
	TAKEN();
	CHECK(*path == '/');
	CHECK_SAME(url_path(url_of_path(path)), path);
}

/* Only files in the environment are opened, and through no link. */
static void check_files(const struct venv *venv, const struct dist *dist, int root)
{
	struct dist_record record;

	dist_record_read(venv, dist, &record);
	for (size_t i = 0; i < record.count; i++) {
		const struct dist_file *f = &record.files[i];
		const char *why;
		enum dist_file_state state = dist_file_compare(root, f, &why);

		if (!f->below) {
			CHECK(state == DIST_FILE_OUTSIDE || !*f->hash);
			continue;
		}
		if (state == DIST_FILE_SAME)
			TAKEN();
		CHECK(path_is_clean(path_join("/", f->below)));
		CHECK_SAME(path_join(venv->path, f->below), f->path);
		if (path_under(path_join("/", f->below), "/out"))
			CHECK(state == DIST_FILE_CHANGED || state == DIST_FILE_MISSING ||
			      !*f->hash);
	}
}

static void visit(void *arg, const struct tree_line *line)
{
	size_t *lines = arg;

	CHECK(line->depth <= 64 && (line->dist || line->need));
	++*lines;
}

static void check_tree(const struct venv *venv, const struct dists *dists)
{
	struct marker_env env;
	struct needs *needs;
	size_t lines = 0;

	marker_env_of(venv, &env);
	needs = needs_read(dists, &env);
	tree_ask_extras(dists, &env, needs);
	tree_visit(dists, needs, visit, &lines);
	CHECK(lines >= dists->count);
}

static void check_all(const struct venv *venv, const struct dists *dists)
{
	int root = open(venv->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	CHECK(root >= 0);
	for (size_t i = 0; i < dists->count; i++) {
		const struct dist *dist = &dists->list[i];

		if (!streq(dist->name, "pip"))
			TAKEN();
		CHECK(dist->name && dist->version && dist->key);
		CHECK(dists_find(dists, dist->name));
		check_headers(dist);
		check_origin(&dist->origin);
		check_files(venv, dist, root);
		dist_record_size(dist);
	}
	close(root);
	check_tree(venv, dists);
}

static void check_freeze(const struct dists *dists)
{
	struct strings none = { 0 };
	struct freeze wanted = { .dists = dists, .all = true, .excludes = &none };
	struct buf out = BUF_INIT;

	freeze(&wanted, &out);
	CHECK(strlen(out.data) == out.len);
	CHECK(!out.len || out.data[out.len - 1] == '\n');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	unsigned pip = input_byte(&in) % ARRAY_SIZE(pips);
	struct dists dists;
	struct venv venv;

	make_world();
	/* An editable is none that git should be asked about. */
	setenv("PATH", "/nonexistent", 1);
	put_dist(&in);
	put_pip(pips[pip]);
	venv_read(scratch_at("e"), &venv);
	CHECK(venv.health == HEALTHY);
	dists_read(&venv, &dists);
	dists_complain(&dists);
	check_all(&venv, &dists);
	check_freeze(&dists);
	mem_reset();
	return 0;
}
