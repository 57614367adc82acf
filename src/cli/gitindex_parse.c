/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of an index file: versions 2 to 4, see gitformat-index(5). */
#include "cli/gitindex.h"
#include "core/buf.h"

#include "core/banned.h"

enum {
	HEADER_LEN = 12,
	EXTENSION_HEAD = 8,
	/** of an entry before its object's name: times, device, inode, ... */
	STAT_LEN = 40,
	MODE_AT = 24,
	FLAG_EXTENDED = 0x4000,
	NAME_MASK = 0xFFF,
	/** bits of an EWAH word */
	WORD_BITS = 64,
};

/** What is left of the bytes. */
struct cursor {
	const unsigned char *at, *end;
};

static size_t left(const struct cursor *c)
{
	return (size_t)(c->end - c->at);
}

static uint32_t be16(const unsigned char *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t be32(const unsigned char *p)
{
	return be16(p) << 16 | be16(p + 2);
}

static uint64_t be64(const unsigned char *p)
{
	return (uint64_t)be32(p) << 32 | be32(p + 4);
}

/* How many bytes of the name before are not part of this one: version 4. */
static bool varint(struct cursor *c, size_t *out)
{
	size_t n = 0;

	for (;;) {
		unsigned char byte;

		if (!left(c) || n >= SIZE_MAX >> 8)
			return false;
		byte = *c->at++;
		n = (n << 7) + (byte & 0x7F);
		if (!(byte & 0x80))
			break;
		n++;
	}
	*out = n;
	return true;
}

/* The name at C into NAME, which holds that of the entry before. */
static bool read_name(struct cursor *c, unsigned version, struct buf *name)
{
	const unsigned char *nul;
	size_t drop = name->len;

	if (version == 4 && (!varint(c, &drop) || drop > name->len))
		return false;
	nul = memchr(c->at, '\0', left(c));
	if (!nul)
		return false;
	buf_cut(name, name->len - drop);
	buf_put(name, (const char *)c->at, (size_t)(nul - c->at));
	c->at = nul + 1;
	return true;
}

/* One to eight NULs end an entry, so that the next is aligned. */
static bool pad(struct cursor *c, const unsigned char *start)
{
	while ((c->at - start) % 8) {
		if (!left(c) || *c->at)
			return false;
		c->at++;
	}
	return true;
}

static bool read_entry(struct cursor *c, const struct gitindex *index, struct buf *name,
		       struct gitindex_entry *entry)
{
	const unsigned char *start = c->at;
	size_t head = STAT_LEN + index->hash_len + 2;
	uint32_t flags;

	if (left(c) < head + 2)
		return false;
	flags = be16(start + head - 2);
	if (flags & FLAG_EXTENDED) {
		if (index->version < 3)
			return false;
		head += 2;
	}
	c->at += head;
	if (!read_name(c, index->version, name))
		return false;
	entry->name = name->data;
	entry->len = name->len;
	entry->mode = be32(start + MODE_AT);
	if ((flags & NAME_MASK) != (name->len < NAME_MASK ? name->len : NAME_MASK))
		return false;
	return index->version == 4 || pad(c, start);
}

/* Extensions that must be understood have a small first letter. */
static bool read_extensions(struct cursor *c, struct gitindex *index)
{
	while (left(c)) {
		const unsigned char *head = c->at;
		size_t len;

		if (left(c) < EXTENSION_HEAD)
			return false;
		len = be32(head + 4);
		c->at += EXTENSION_HEAD;
		if (len > left(c))
			return false;
		if (!memcmp(head, "link", 4)) {
			index->link = c->at;
			index->link_len = len;
		} else if (memcmp(head, "sdir", 4) != 0 && (head[0] < 'A' || head[0] > 'Z')) {
			return false;
		}
		c->at += len;
	}
	return true;
}

static bool read_index(struct cursor c, struct gitindex *index, gitindex_visitor *visit, void *arg)
{
	struct buf name = BUF_INIT;

	for (uint32_t i = 0; i < index->entries; i++) {
		struct gitindex_entry entry = { .number = i };

		if (!read_entry(&c, index, &name, &entry))
			return false;
		if (visit)
			visit(arg, &entry);
	}
	return read_extensions(&c, index);
}

int gitindex_parse(const void *data, size_t len, struct gitindex *index, gitindex_visitor *visit,
		   void *arg)
{
	/* The file does not say which; only one of them can fit to the end. */
	static const size_t hash_lens[] = { 20, 32 };
	const unsigned char *bytes = data;

	if (len < HEADER_LEN || memcmp(bytes, "DIRC", 4) != 0)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(hash_lens); i++) {
		struct cursor c = { .at = bytes + HEADER_LEN };

		*index = (struct gitindex){ .hash_len = hash_lens[i],
					    .version = be32(bytes + 4),
					    .entries = be32(bytes + 8) };
		if (index->version < 2 || index->version > 4 || len < HEADER_LEN + index->hash_len)
			return -1;
		c.end = bytes + len - index->hash_len;
		if (!read_index(c, index, NULL, NULL))
			continue;
		return visit && !read_index(c, index, visit, arg) ? -1 : 0;
	}
	return -1;
}

static void set_bits(unsigned char *bits, uint32_t count, uint64_t at, uint64_t n)
{
	for (; n && at < count; at++, n--)
		bits[at / 8] |= (unsigned char)(1U << (at % 8));
}

size_t gitindex_bitmap(const unsigned char *data, size_t len, unsigned char *bits, uint32_t count)
{
	uint64_t words, bit = 0;

	if (len < 12)
		return 0;
	words = be32(data + 4);
	if (words > (len - 12) / 8)
		return 0;
	for (uint64_t i = 0; i < words;) {
		uint64_t head = be64(data + 8 + i++ * 8);
		uint64_t run = (head >> 1 & 0xFFFFFFFF) * WORD_BITS;
		uint64_t literals = head >> 33;

		if (literals > words - i)
			return 0;
		if (head & 1)
			set_bits(bits, count, bit, run);
		bit += run;
		for (; literals; literals--, bit += WORD_BITS) {
			uint64_t word = be64(data + 8 + i++ * 8);

			for (unsigned b = 0; b < WORD_BITS; b++)
				set_bits(bits, count, bit + b, word >> b & 1);
		}
	}
	return 12 + (size_t)words * 8;
}
