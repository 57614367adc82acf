/* SPDX-License-Identifier: GPL-3.0-or-later */
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

#include "cli/record_csv.h"
#include "cli/wheel_parts.h"
#include "core/path.h"

#define NAME "tiny-1.0-py3-none-any.whl"
#define INFO "tiny-1.0.dist-info/"

/** How a member is made. */
enum claim {
	/** the first two bits: a file, directory, link or device */
	CLAIM_KIND = 3,
	CLAIM_EXECUTABLE = 4,
	/** in RECORD; both: a row with another size */
	CLAIM_NO_ROW = 8,
	CLAIM_WRONG_ROW = 16,
	CLAIM_WRONG_SIZE = 32,
	CLAIM_WRONG_CRC = 64,
	CLAIM_OTHER_NAME = 128,
};

enum {
	RAW = 1,
	MEMBERS_MAX = 64,
};

struct member {
	const char *name, *data;
	unsigned claims;
};

struct zip {
	struct buf out, directory, record;
	unsigned count;
	bool has_metadata, has_wheel, has_record;
	/** a row is not what the member is */
	bool wrong_row;
};

static uint32_t crc_of(const char *data, size_t len)
{
	uint32_t crc = ~UINT32_C(0);

	for (size_t i = 0; i < len; i++) {
		crc ^= (unsigned char)data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xEDB88320) : 0);
	}
	return ~crc;
}

/* A number of BYTES, the least first. */
static void put_number(struct buf *b, uint32_t n, int bytes)
{
	for (; bytes--; n >>= 8)
		buf_putc(b, (char)(n & 0xFF));
}

/* What both heads of a member have in common. */
static void put_head(struct buf *b, const struct member *m, size_t name_len)
{
	uint32_t len = (uint32_t)strlen(m->data);
	uint32_t claimed = len + !!(m->claims & CLAIM_WRONG_SIZE);

	put_number(b, 20, 2);
	put_number(b, 0x800, 2);
	put_number(b, 0, 2);
	put_number(b, 0x210000, 4);
	put_number(b, crc_of(m->data, len) ^ !!(m->claims & CLAIM_WRONG_CRC),
		   4);
	put_number(b, len, 4);
	put_number(b, claimed, 4);
	put_number(b, (uint32_t)name_len, 2);
	put_number(b, 0, 2);
}

static void put_row(struct zip *z, const struct member *m)
{
	bool wrong = m->claims & CLAIM_WRONG_ROW;
	bool wrong_size = wrong && m->claims & CLAIM_NO_ROW;
	const char *data = wrong && !wrong_size ? "other" : m->data;
	struct record_rows rows = { 0 };
	struct buf size = BUF_INIT;

	buf_putu(&size, strlen(m->data) + wrong_size);
	z->wrong_row |= wrong_size || !streq(data, m->data);
	record_rows_add(&rows, m->name, record_hash(data, strlen(data)),
			size.data);
	record_rows_format(&rows, &z->record);
}

static void put_member(struct zip *z, const struct member *m)
{
	static const uint32_t modes[] = { 0100644, 040755, 0120777, 020644 };
	uint32_t mode = modes[m->claims & CLAIM_KIND] |
			(m->claims & CLAIM_EXECUTABLE ? 0111 : 0);
	const char *local = m->claims & CLAIM_OTHER_NAME ? "x" : m->name;
	uint32_t offset = (uint32_t)z->out.len;

	buf_puts(&z->out, "PK\3\4");
	put_head(&z->out, m, strlen(local));
	buf_putl(&z->out, local, m->data);
	buf_puts(&z->directory, "PK\1\2");
	put_number(&z->directory, 0x31E, 2);
	put_head(&z->directory, m, strlen(m->name));
	put_number(&z->directory, 0, 6);
	put_number(&z->directory, mode << 16, 4);
	put_number(&z->directory, offset, 4);
	buf_puts(&z->directory, m->name);
	z->count++;
	if ((m->claims & CLAIM_KIND) == 0 &&
	    (m->claims & (CLAIM_NO_ROW | CLAIM_WRONG_ROW)) != CLAIM_NO_ROW)
		put_row(z, m);
	z->has_metadata |= streq(m->name, INFO "METADATA");
	z->has_wheel |= streq(m->name, INFO "WHEEL");
	z->has_record |= streq(m->name, INFO "RECORD");
}

/* NAME with the directory outside put in. */
static const char *placed(const char *name)
{
	struct buf b = BUF_INIT;

	for (; *name; name++) {
		if (*name == '@')
			buf_puts(&b, scratch_at("w/outside"));
		else
			buf_putc(&b, *name);
	}
	return b.data;
}

static void make_zip(struct input *in, struct zip *z)
{
	while (in->at < in->end && z->count < MEMBERS_MAX) {
		struct member m = { .claims = input_byte(in) };

		m.name = placed(input_text(in));
		m.data = input_text(in);
		put_member(z, &m);
	}
	if (!z->has_metadata)
		put_member(z, &(struct member){ INFO "METADATA", "Name: tiny\n",
						0 });
	if (!z->has_wheel)
		put_member(z, &(struct member){ INFO "WHEEL",
						"Wheel-Version: 1.0\n"
						"Root-Is-Purelib: true\n",
						0 });
	z->wrong_row &= !z->has_record;
	if (!z->has_record) {
		buf_puts(&z->record, INFO "RECORD,,\r\n");
		put_member(z, &(struct member){ INFO "RECORD",
						mem_dups(z->record.data),
						CLAIM_NO_ROW });
	}
	buf_puts(&z->directory, "PK\5\6");
	put_number(&z->directory, 0, 4);
	put_number(&z->directory, z->count, 2);
	put_number(&z->directory, z->count, 2);
	put_number(&z->directory, (uint32_t)z->directory.len - 12, 4);
	put_number(&z->directory, (uint32_t)z->out.len, 4);
	put_number(&z->directory, 0, 2);
	buf_put(&z->out, z->directory.data, z->directory.len);
}

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

/** Of the walk: regular files below site-packages. */
static size_t files_in_site;

static int look(const char *path, const struct stat *st, int type,
		struct FTW *ftw)
{
	static const char *const own[] = { "w", "w/outside", "w/e", "w/e/site",
					   "w/e/bin" };
	bool is_own = false;

	(void)type;
	(void)ftw;
	for (size_t i = 0; i < ARRAY_SIZE(own); i++)
		is_own = is_own || streq(path, scratch_at(own[i]));
	CHECK(S_ISREG(st->st_mode) || S_ISDIR(st->st_mode));
	CHECK(!(st->st_mode & 07022));
	CHECK(is_own || path_under(path, scratch_at("w/e/site")) ||
	      path_under(path, scratch_at("w/e/bin")));
	CHECK(!path_under(path, scratch_at("w/e/bin")) || is_own ||
	      S_ISREG(st->st_mode));
	files_in_site += S_ISREG(st->st_mode) &&
			 path_under(path, scratch_at("w/e/site"));
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
	struct zip z = { .out = BUF_INIT,
			 .directory = BUF_INIT,
			 .record = BUF_INIT };
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
