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

#include "cli/dist.h"
#include "cli/dist_record.h"
#include "cli/freeze.h"
#include "core/path.h"

#define SITE "e/lib/python3.11/site-packages"

static const char *const pips[] = { "", "20.0.2", "22.3", "23.1", "25.0" };

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
	static const char *const names[] = { "Name", "version", "Requires-Dist", "License",
					     "Summary" };
	size_t len = strlen(dist->metadata);

	CHECK(dist_headers_len(dist->metadata, len) <= len + 1);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		size_t at = 0, before = 0;
		const char *value;

		while ((value = dist_header(dist, names[i], &at))) {
			CHECK(at > before && at <= len);
			CHECK(!strpbrk(value, "\r\n"));
			before = at;
		}
		CHECK(at == len);
	}
}

/* Only what is in the environment is looked at, and through no link. */
static void check_files(const struct venv *venv, const struct dist *dist, struct dist_look *look)
{
	struct dist_record record;

	dist_record_read(venv, dist, &record);
	for (size_t i = 0; i < record.count; i++) {
		const struct dist_file *f = &record.files[i];
		enum dist_file_state state = dist_file_look(look, f);

		if (!f->below) {
			CHECK(state == DIST_FILE_OUTSIDE ||
			      (state == DIST_FILE_UNKNOWN && dist_file_is_bytecode(f)));
			continue;
		}
		if (state == DIST_FILE_SAME)
			TAKEN();
		CHECK(path_is_clean(path_join("/", f->below)));
		CHECK_SAME(path_join(venv->path, f->below), f->path);
		if (path_under(path_join("/", f->below), "/out") && !streq(f->below, "out"))
			CHECK(state == DIST_FILE_UNREADABLE || state == DIST_FILE_MISSING ||
			      strstr(look->why, "without a link"));
	}
}

static void check_all(const struct venv *venv, const struct dists *dists)
{
	int root = open(venv->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dist_unowned unowned = { 0 };
	struct dist_owners owners = { 0 };
	struct dist_look look;

	CHECK(root >= 0);
	dist_look_start(&look, root);
	for (size_t i = 0; i < dists->count; i++) {
		const struct dist *dist = &dists->list[i];
		size_t left = DIST_RECORDS_MAX;

		if (!streq(dist->name, "pip"))
			TAKEN();
		CHECK(dist->name && dist->version && dist->key);
		CHECK(dists_find(dists, dist->name));
		check_headers(dist);
		check_files(venv, dist, &look);
		dist_record_size(dist, &left);
	}
	dist_look_end(&look);
	close(root);
	dist_owners_read(venv, dists, &owners);
	CHECK(!dist_unowned_find(venv, dists, &owners, &unowned));
	for (size_t i = 0; i < unowned.files.count; i++)
		CHECK(!dist_owner(&owners, unowned.files.list[i]));
}

static void check_freeze(const struct venv *venv, const struct dists *dists)
{
	struct strings none = { 0 };
	struct freeze wanted = {
		.dists = dists, .env = venv->path, .all = true, .excludes = &none, .files = &none
	};
	struct buf out = BUF_INIT;

	CHECK(!freeze(&wanted, &out));
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
	check_freeze(&venv, &dists);
	mem_reset();
	return 0;
}
