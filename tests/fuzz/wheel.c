/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 51 */
/*
 * Wheels, opened, unpacked and recorded. Whatever is in one, nothing is written but below
 * site-packages and bin, and an installed wheel is what its members are.
 *
 * An input is a count and as many patches: two bytes for a place in the archive, and one that is
 * XORed there. Members follow: a byte for the mode, the name and the contents, both ended by a NUL.
 * Files that a wheel needs are added.
 */
#include <libdeflate.h>

#include "build/wheel.h"
#include "formats/dist_rows.h"
#include "lib/fuzz.h"

#define NAME "tiny-1.0-py3-none-any.whl"
#define INFO "tiny-1.0.dist-info/"

/* ---- making one -------------------------------------------------------------- */

/** An archive: its members, the directory at its end, and the rows of its RECORD. */
struct archive {
	struct buf out, directory;
	struct dist_rows rows;
	size_t count;
};

/* The bytes of N, the least first. */
static void put_number(struct buf *b, size_t n, int bytes)
{
	for (; bytes--; n >>= 8)
		buf_putc(b, (char)(n & 0xFF));
}

/* The common part of both heads of a member. */
static void put_head(struct buf *b, const char *name, const char *data)
{
	size_t len = strlen(data);

	/* A version, and zeros: flags, method, time, date. */
	put_number(b, 20, 10);
	put_number(b, libdeflate_crc32(0, data, len), 4);
	put_number(b, len, 4);
	put_number(b, len, 4);
	put_number(b, strlen(name), 4);
}

static void put_member(struct archive *a, size_t mode, const char *name, const char *data)
{
	size_t offset = a->out.len;

	buf_puts(&a->out, "PK\3\4");
	put_head(&a->out, name, data);
	buf_putl(&a->out, name, data);
	buf_puts(&a->directory, "PK\1\2");
	put_number(&a->directory, 0x31E, 2);
	put_head(&a->directory, name, data);
	put_number(&a->directory, 0, 6);
	put_number(&a->directory, mode << 16, 4);
	put_number(&a->directory, offset, 4);
	buf_puts(&a->directory, name);
	if (!ends_with(name, "/"))
		dist_rows_add(&a->rows, name, "", "");
	a->count++;
}

/* The member NAME, unless the input had it. */
static void put_needed(struct archive *a, const char *name, const char *data)
{
	for (size_t i = 0; i < a->rows.count; i++)
		if (streq(a->rows.list[i].path, name))
			return;
	put_member(a, 0, name, data);
}

static void make_archive(struct input *in, struct archive *a)
{
	static const size_t kinds[] = { S_IFREG | 0644, S_IFDIR | 0755, S_IFLNK | 0777, S_IFCHR };
	struct dist_rows rows;
	struct buf record = BUF_INIT;

	while (in->len && a->count < 64) {
		unsigned mode = input_byte(in);
		const char *name = input_text(in);

		put_member(a, kinds[mode & 3] | (mode & 4 ? 0111 : 0), name, input_text(in));
	}
	put_needed(a, INFO "METADATA", "Name: tiny\n");
	put_needed(a, INFO "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n");
	rows = a->rows;
	dist_rows_add(&rows, INFO "RECORD", "", "");
	dist_rows_format(&rows, &record);
	put_needed(a, INFO "RECORD", record.data);

	buf_puts(&a->directory, "PK\5\6");
	put_number(&a->directory, 0, 4);
	put_number(&a->directory, a->count, 2);
	put_number(&a->directory, a->count, 2);
	put_number(&a->directory, a->directory.len - 12, 4);
	put_number(&a->directory, a->out.len, 6);
	buf_put(&a->out, a->directory.data, a->directory.len);
}

/* ---- installing it ----------------------------------------------------------- */

/** names that are neither in site-packages nor in bin */
static size_t others;

static int visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)type;
	(void)ftw;
	CHECK(S_ISREG(st->st_mode) || S_ISDIR(st->st_mode));
	CHECK(!(st->st_mode & 07022));
	others += !path_under(path, at("w/e/site")) && !path_under(path, at("w/e/bin"));
	return 0;
}

/* In the world are a directory above, site-packages and bin, and what is below these. */
static void check_world(void)
{
	others = 0;
	CHECK(!nftw(at("w"), visit, 16, FTW_PHYS) && others == 2);
}

static void check_members(const struct wheel *wheel, int site)
{
	for (size_t i = 0; i < wheel->zip.count; i++) {
		const struct zip_member *m = &wheel->zip.members[i];
		struct text text;

		CHECK(m->name[0] != '/' && path_is_clean(path_join("/", m->name)));
		if (m->dir || streq(m->name, INFO "RECORD"))
			continue;
		CHECK(!file_slurp_at(site, m->name, m->size, &text));
		CHECK(text.len == m->size && libdeflate_crc32(0, text.data, text.len) == m->crc);
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
		check_members(wheel, target.site);
		if (!wheel_record(wheel, &target))
			REACHED();
	}
	check_world();
	close(target.site);
	close(target.bin);
}

void fuzz(struct input in)
{
	struct archive a = { .out = BUF_INIT, .directory = BUF_INIT };
	size_t len = input_byte(&in) * 3U;
	struct input patches = { in.at, len < in.len ? len : in.len };
	struct wheel wheel;

	in.at += patches.len;
	in.len -= patches.len;
	make_archive(&in, &a);
	while (patches.len) {
		size_t place = input_byte(&patches) << 8;

		place |= input_byte(&patches);
		a.out.data[place % a.out.len] ^= (char)input_byte(&patches);
	}
	put_bytes(NAME, a.out.data, a.out.len);
	if (!wheel_open(at(NAME), &wheel)) {
		scratch_remove("w");
		put_dirs("w/e/site/");
		put_dirs("w/e/bin/");
		install(&wheel);
	}
}
