/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 51 */
/*
 * Wheels, opened, unpacked and recorded. Whatever is in one, nothing is written but below
 * site-packages and bin, and an installed wheel is what its members are.
 *
 * An input begins with a byte. After 1 the rest is a zip archive; else it is members, from which
 * one is made here: a byte, see enum claim, a name in which "@" stands for a directory outside,
 * and the contents, both ended by a NUL. Files that a wheel needs follow.
 */
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/fuzz.h"
#include "lib/zip.h"

#include "build/wheel.h"
#include "core/path.h"

#define NAME "tiny-1.0-py3-none-any.whl"

enum {
	RAW = 1,
	SIZE_MAX_OF_FILE = 256 * 1024 * 1024,
};

/* A world of just this, in which whoever climbs out leaves a trace. */
static const char *const own[] = { "w", "w/outside", "w/e", "w/e/site", "w/e/bin" };

static int open_dir(const char *name)
{
	int fd = open(scratch_at(name), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	CHECK(fd >= 0);
	return fd;
}

/** regular files below site-packages, counted by the walk */
static size_t files_in_site;

static int look(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	bool is_own = false, in_site = path_under(path, scratch_at("w/e/site"));

	(void)type;
	(void)ftw;
	for (size_t i = 0; i < ARRAY_SIZE(own); i++)
		is_own = is_own || streq(path, scratch_at(own[i]));
	CHECK(S_ISREG(st->st_mode) || S_ISDIR(st->st_mode));
	CHECK(!(st->st_mode & 07022));
	CHECK(is_own || in_site ||
	      (path_under(path, scratch_at("w/e/bin")) && S_ISREG(st->st_mode)));
	files_in_site += S_ISREG(st->st_mode) && in_site;
	return 0;
}

static void check_world(void)
{
	files_in_site = 0;
	CHECK(!nftw(scratch_at("w"), look, 16, FTW_PHYS));
}

/* RECORD has a row for each file, and no other. */
static void check_record(const struct wheel *wheel, int site)
{
	struct record_rows rows;
	size_t in_site = 0;
	struct text text;
	struct stat st;

	CHECK(!file_slurp_at(site, path_join(wheel->dist_info, "RECORD"), SIZE_MAX_OF_FILE, &text));
	CHECK(!record_rows_parse(text.data, text.len, &rows));
	for (size_t i = 0; i < rows.count; i++) {
		in_site += !starts_with(rows.list[i].path, "../bin/");
		CHECK(!fstatat(site, rows.list[i].path, &st, AT_SYMLINK_NOFOLLOW));
	}
	CHECK(in_site == files_in_site);
}

static void check_members(const struct wheel *wheel, int site)
{
	const char *record = path_join(wheel->dist_info, "RECORD");

	for (size_t i = 0; i < wheel->zip.count; i++) {
		const struct zip_member *m = &wheel->zip.members[i];
		struct text text;

		CHECK(path_is_clean(path_join("/", m->name)));
		if (m->dir || streq(m->name, record))
			continue;
		CHECK(!file_slurp_at(site, m->name, SIZE_MAX_OF_FILE, &text));
		CHECK(text.len == m->size && crc_of(text.data, text.len) == m->crc);
		CHECK(!(text.info.mode & 0111) == !m->executable);
	}
}

static void install(const struct wheel *wheel)
{
	struct wheel_target target = {
		.site = open_dir("w/e/site"),
		.bin = open_dir("w/e/bin"),
		.site_to_bin = "../bin",
		.interpreter = "/e/bin/python",
		.series = "3.12",
		.mode = 0644,
	};

	struct unpacking *u = unpack_begin(wheel, 1, dup(target.site));

	if (u && !unpack_end(u)) {
		check_world();
		check_members(wheel, target.site);
		if (!wheel_record(wheel, &target)) {
			check_world();
			check_record(wheel, target.site);
			TAKEN();
		}
	}
	check_world();
	close(target.site);
	close(target.bin);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	struct made_zip z = { .out = BUF_INIT, .directory = BUF_INIT, .record = BUF_INIT };
	int home = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct wheel wheel;

	if (input_byte(&in) == RAW)
		buf_put(&z.out, (const char *)in.at, (size_t)(in.end - in.at));
	else
		make_zip(&in, &z);
	scratch_file(NAME, z.out.data, z.out.len);
	if (!wheel_open(scratch_at(NAME), &wheel)) {
		fuzz_remove(scratch_at("w"));
		for (size_t i = 0; i < ARRAY_SIZE(own); i++)
			scratch_dir(own[i]);
		CHECK(home >= 0 && !chdir(scratch_at("w/outside")));
		install(&wheel);
		CHECK(!fchdir(home));
	}
	close(home);
	mem_reset();
	return 0;
}
