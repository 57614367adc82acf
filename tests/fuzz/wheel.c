/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 51 */
/*
 * Wheels, opened, unpacked and recorded.  Whatever is in one, nothing is written
 * but below site-packages and bin; what went well is what the wheel holds.
 *
 * An input begins with a byte.  Of 1 the rest is a zip archive; else it is
 * members, of which one is made here: a byte, see enum claim, a name in which "@"
 * stands for a directory outside, and what is in it, both ended by a NUL.  What a
 * wheel needs and is not there comes behind.  A RECORD of ours that is wrong has
 * the wheel refused.
 */
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/fuzz.h"
#include "lib/zip.h"

#include "build/record_csv.h"
#include "cli/wheel.h"
#include "core/path.h"

#define NAME "tiny-1.0-py3-none-any.whl"

enum {
	RAW = 1,
};

/* A world of just this, in which whoever climbs out leaves a trace. */
static void make_world(void)
{
	fuzz_remove(scratch_at("w"));
	scratch_dir("w");
	scratch_dir("w/outside");
	scratch_dir("w/e");
	scratch_dir("w/e/site");
	scratch_dir("w/e/bin");
}

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
	static const char *const own[] = { "w", "w/outside", "w/e", "w/e/site", "w/e/bin" };
	bool is_own = false;

	(void)type;
	(void)ftw;
	for (size_t i = 0; i < ARRAY_SIZE(own); i++)
		is_own = is_own || streq(path, scratch_at(own[i]));
	CHECK(S_ISREG(st->st_mode) || S_ISDIR(st->st_mode));
	CHECK(!(st->st_mode & 07022));
	CHECK(is_own || path_under(path, scratch_at("w/e/site")) ||
	      path_under(path, scratch_at("w/e/bin")));
	CHECK(!path_under(path, scratch_at("w/e/bin")) || is_own || S_ISREG(st->st_mode));
	files_in_site += S_ISREG(st->st_mode) && path_under(path, scratch_at("w/e/site"));
	return 0;
}

static void check_world(void)
{
	files_in_site = 0;
	CHECK(!nftw(scratch_at("w"), look, 16, FTW_PHYS));
}

static const char *slurp(int dir, const char *name, size_t *len)
{
	struct text text;

	CHECK(!file_slurp_at(dir, name, WHEEL_BYTES_MAX, &text));
	*len = text.len;
	return text.data;
}

/* RECORD has a row for each file, and no other; where it names a hash it is so. */
static void check_record(const struct wheel *wheel, int site)
{
	struct record_rows rows;
	size_t len, in_site = 0;
	const char *text = slurp(site, wheel->record_name, &len);

	CHECK(!record_rows_parse(text, len, &rows));
	for (size_t i = 0; i < rows.count; i++) {
		const struct record_row *row = &rows.list[i];
		const char *data;

		in_site += !starts_with(row->path, "../bin/");
		data = slurp(site, row->path, &len);
		CHECK(!*row->hash || streq(row->hash, record_hash(data, len)));
	}
	CHECK(in_site == files_in_site);
}

static void check_members(const struct wheel *wheel, int site)
{
	for (size_t i = 0; i < wheel->count; i++) {
		const struct wheel_member *m = &wheel->members[i];
		struct stat st;

		CHECK(!wheel_name_fault(m->name));
		if (m->dir || streq(m->name, wheel->record_name))
			continue;
		CHECK(!fstatat(site, m->name, &st, AT_SYMLINK_NOFOLLOW));
		CHECK(S_ISREG(st.st_mode) && (uint64_t)st.st_size == m->size);
		CHECK(!(st.st_mode & 0111) == !m->executable);
	}
}

/* WRONG_ROW: RECORD is not of what is in it. */
static void install(const char *path, bool wrong_row)
{
	static const struct python python = {
		.major = 3,
		.series = "3.11",
		.cache_tag = "cpython-311",
	};
	struct wheel_target target = {
		.site_to_bin = "../bin",
		.interpreter = "/e/bin/python",
		.python = &python,
	};
	int home = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct wheel wheel;

	CHECK(home >= 0);
	if (wheel_open(path, &wheel)) {
		close(home);
		return;
	}
	make_world();
	CHECK(!chdir(scratch_at("w/outside")));
	target.site = open_dir("w/e/site");
	target.bin = open_dir("w/e/bin");
	if (!wheels_unpack(&wheel, 1, &target)) {
		CHECK(!wrong_row);
		check_world();
		check_members(&wheel, target.site);
		if (!wheel_record(&wheel, &target)) {
			check_world();
			check_record(&wheel, target.site);
			TAKEN();
		}
	}
	check_world();
	CHECK(!fchdir(home));
	close(home);
	close(target.site);
	close(target.bin);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	struct zip z = { .out = BUF_INIT, .directory = BUF_INIT, .record = BUF_INIT };
	bool raw = input_byte(&in) == RAW;

	if (raw)
		buf_put(&z.out, (const char *)in.at, (size_t)(in.end - in.at));
	else
		make_zip(&in, &z);
	scratch_file(NAME, z.out.data, z.out.len);
	install(scratch_at(NAME), z.wrong_row);
	mem_reset();
	return 0;
}
