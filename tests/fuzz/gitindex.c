/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * git's index.  An input is a byte (1: the rest is an EWAH bitmap) and the bytes
 * of the file.
 */
#include "lib/fuzz.h"

#include "cli/gitindex.h"

enum {
	BITMAP = 1,
	BITS_MAX = 4096,
	HEADER_LEN = 12,
	/** of an entry, before its object's name */
	STAT_LEN = 40,
	/** in the first byte of an entry's flags: there are two more */
	EXTENDED = 0x40,
};

/** What is visited: whole, in order, and not before all of it is known. */
struct visit {
	uint32_t count;
	/** each ended by a NUL */
	struct buf names;
};

static void visit(void *arg, const struct gitindex_entry *entry)
{
	struct visit *v = arg;

	CHECK(entry->name && entry->name[entry->len] == '\0');
	CHECK(strlen(entry->name) == entry->len);
	CHECK(entry->number == v->count);
	v->count++;
	buf_put(&v->names, entry->name, entry->len + 1);
}

/* A number, as git's index has it: each byte but the last has the high bit. */
static size_t read_drop(const uint8_t **p)
{
	size_t n = **p & 0x7F;

	while (*(*p)++ & 0x80)
		n = ((n + 1) << 7) + (**p & 0x7F);
	return n;
}

/*
 * The names are what stands there: in version 4 behind some of the one before,
 * and no more of that is left out than it has.
 */
static void check_names(const struct gitindex *index, const uint8_t *p,
			const char *seen)
{
	struct buf name = BUF_INIT;

	p += HEADER_LEN;
	for (uint32_t i = 0; i < index->entries; i++) {
		const uint8_t *start = p;
		size_t drop = name.len;

		p += STAT_LEN + index->hash_len;
		p += *p & EXTENDED ? 4 : 2;
		if (index->version == 4)
			drop = read_drop(&p);
		if (index->version == 4 && drop < name.len)
			TAKEN();
		CHECK(drop <= name.len);
		buf_cut(&name, name.len - drop);
		buf_puts(&name, (const char *)p);
		CHECK_SAME(seen, name.data);
		seen += name.len + 1;
		p += strlen((const char *)p) + 1;
		while (index->version < 4 && (p - start) % 8)
			p++;
	}
}

static void check_index(const void *data, size_t len)
{
	struct gitindex index = { 0 }, again = { 0 };
	struct visit v = { .names = BUF_INIT };
	int ret = gitindex_parse(data, len, &index, visit, &v);

	CHECK(gitindex_parse(data, len, &again, NULL, NULL) == ret);
	if (ret) {
		CHECK(!v.count);
		return;
	}
	TAKEN();
	CHECK(v.count == index.entries);
	CHECK(index.version >= 2 && index.version <= 4);
	CHECK(index.hash_len == 20 || index.hash_len == 32);
	check_names(&index, data, v.names.data);
	if (index.link) {
		const unsigned char *start = data;

		TAKEN();
		CHECK(index.link > start &&
		      index.link + index.link_len <= start + len);
	}
}

static void check_bitmap(const uint8_t *data, size_t len)
{
	/* Each of its own, so that a write behind it is seen. */
	for (uint32_t count = 0; count <= BITS_MAX; count = count * 4 + 1) {
		unsigned char *bits = mem_array(count / 8 + 1, 1);
		size_t took = gitindex_bitmap(data, len, bits, count);

		CHECK(took <= len);
		if (took)
			TAKEN();
		for (uint32_t i = count; i < count / 8 * 8 + 8; i++)
			CHECK(!(bits[i / 8] >> i % 8 & 1));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	unsigned how = input_byte(&in);
	size_t len = (size_t)(in.end - in.at);

	if (how == BITMAP)
		check_bitmap(in.at, len);
	else
		check_index(in.at, len);
	mem_reset();
	return 0;
}
