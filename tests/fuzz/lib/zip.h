/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wheel made of the members that an input describes, true and false claims about each. */
#ifndef AVENV_TESTS_FUZZ_ZIP_H
#define AVENV_TESTS_FUZZ_ZIP_H

#include "fuzz.h"

#include "build/record_csv.h"

#define INFO "tiny-1.0.dist-info/"

/** How a member is made. */
enum claim {
	/** the first two bits: a file, directory, link or device */
	CLAIM_KIND = 3,
	CLAIM_EXECUTABLE = 4,
	/** not in RECORD */
	CLAIM_NO_ROW = 8,
	/** of another method */
	CLAIM_DEFLATED = 16,
	CLAIM_WRONG_SIZE = 32,
	CLAIM_WRONG_CRC = 64,
	CLAIM_OTHER_NAME = 128,
};

struct member {
	const char *name, *data;
	unsigned claims;
};

struct made_zip {
	struct buf out, directory, record;
	unsigned count;
	bool has_metadata, has_wheel, has_record;
};

static inline uint32_t crc_of(const char *data, size_t len)
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
static inline void put_number(struct buf *b, uint32_t n, int bytes)
{
	for (; bytes--; n >>= 8)
		buf_putc(b, (char)(n & 0xFF));
}

/* The common part of both heads of a member. */
static inline void put_head(struct buf *b, const struct member *m, size_t name_len)
{
	uint32_t len = (uint32_t)strlen(m->data);
	uint32_t claimed = len + !!(m->claims & CLAIM_WRONG_SIZE);

	put_number(b, 20, 2);
	put_number(b, 0x800, 2);
	put_number(b, m->claims & CLAIM_DEFLATED ? 8 : 0, 2);
	put_number(b, 0x210000, 4);
	put_number(b, crc_of(m->data, len) ^ !!(m->claims & CLAIM_WRONG_CRC), 4);
	put_number(b, len, 4);
	put_number(b, claimed, 4);
	put_number(b, (uint32_t)name_len, 2);
	put_number(b, 0, 2);
}

static inline void put_row(struct made_zip *z, const struct member *m)
{
	struct record_rows rows = { 0 };

	record_rows_add(&rows, m->name, record_hash(m->data, strlen(m->data)), "");
	record_rows_format(&rows, &z->record);
}

static inline void put_member(struct made_zip *z, const struct member *m)
{
	static const uint32_t modes[] = { 0100644, 040755, 0120777, 020644 };
	uint32_t mode = modes[m->claims & CLAIM_KIND] | (m->claims & CLAIM_EXECUTABLE ? 0111 : 0);
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
	if (!(m->claims & (CLAIM_KIND | CLAIM_NO_ROW)))
		put_row(z, m);
	z->has_metadata |= streq(m->name, INFO "METADATA");
	z->has_wheel |= streq(m->name, INFO "WHEEL");
	z->has_record |= streq(m->name, INFO "RECORD");
}

/* NAME with the directory outside put in. */
static inline const char *placed(const char *name)
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

static inline void make_zip(struct input *in, struct made_zip *z)
{
	while (in->at < in->end && z->count < 64) {
		struct member m = { .claims = input_byte(in) };

		m.name = placed(input_text(in));
		m.data = input_text(in);
		put_member(z, &m);
	}
	if (!z->has_metadata)
		put_member(z, &(struct member){ INFO "METADATA", "Name: tiny\n", 0 });
	if (!z->has_wheel)
		put_member(z, &(struct member){ INFO "WHEEL",
						"Wheel-Version: 1.0\n"
						"Root-Is-Purelib: true\n",
						0 });
	if (!z->has_record) {
		buf_puts(&z->record, INFO "RECORD,,\r\n");
		put_member(z, &(struct member){ INFO "RECORD", mem_dups(z->record.data),
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

#endif
