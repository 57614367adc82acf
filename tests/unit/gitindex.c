/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/gitindex.h"

#include <stdlib.h>

#include "core/buf.h"
#include "scratch.h"

#include "core/mem.h"

/** What a visit saw. */
struct seen {
	struct buf names;
	uint32_t modes[8];
	unsigned count;
};

static void see(void *arg, const struct gitindex_entry *e)
{
	struct seen *seen = arg;

	assert_int_equal(e->number, seen->count);
	assert_int_equal(e->len, strlen(e->name));
	buf_putl(&seen->names, e->name, ";");
	if (seen->count < ARRAY_SIZE(seen->modes))
		seen->modes[seen->count] = e->mode;
	seen->count++;
}

static void put_be(struct buf *b, uint64_t n, unsigned bytes)
{
	while (bytes--)
		buf_putc(b, (char)(n >> bytes * 8));
}

static void put_zeros(struct buf *b, size_t n)
{
	while (n--)
		buf_putc(b, '\0');
}

static void put_header(struct buf *b, unsigned version, unsigned entries)
{
	buf_put(b, "DIRC", 4);
	put_be(b, version, 4);
	put_be(b, entries, 4);
}

/* DROP: how many bytes of the name before are left out, for version 4. */
static void put_entry(struct buf *b, unsigned version, size_t hash_len,
		      const char *name, unsigned drop, size_t full)
{
	size_t start = b->len;
	bool extended = version == 3;

	put_zeros(b, 24);
	put_be(b, 0100644, 4);
	put_zeros(b, 12 + hash_len);
	put_be(b, (full < 0xFFF ? full : 0xFFF) | (extended ? 0x4000U : 0), 2);
	put_zeros(b, extended ? 2 : 0);
	if (version == 4 && drop >= 128) {
		buf_putc(b, (char)(0x80 | ((drop >> 7) - 1)));
		buf_putc(b, (char)(drop & 0x7F));
	} else if (version == 4) {
		buf_putc(b, (char)drop);
	}
	buf_put(b, name, strlen(name) + 1);
	while (version != 4 && (b->len - start) % 8)
		buf_putc(b, '\0');
}

static int parse(const struct buf *b, struct gitindex *index, struct seen *seen)
{
	*seen = (struct seen){ .names = BUF_INIT };
	return gitindex_parse(b->data, b->len, index, see, seen);
}

static void test_versions(void **state)
{
	static const size_t hashes[] = { 20, 32 };
	struct gitindex index;
	struct seen seen;

	(void)state;
	for (unsigned version = 2; version <= 4; version++) {
		for (size_t h = 0; h < ARRAY_SIZE(hashes); h++) {
			struct buf b = BUF_INIT;
			bool v4 = version == 4;

			put_header(&b, version, 2);
			put_entry(&b, version, hashes[h], "a/bc", 0, 4);
			put_entry(&b, version, hashes[h], v4 ? "d" : "a/bd", 1,
				  4);
			put_zeros(&b, hashes[h]);
			assert_int_equal(parse(&b, &index, &seen), 0);
			assert_string_equal(seen.names.data, "a/bc;a/bd;");
			assert_int_equal(index.hash_len, hashes[h]);
			assert_int_equal(index.version, version);
			assert_int_equal(seen.modes[0], 0100644);
			assert_null(index.link);
		}
	}
}

static void test_long_names(void **state)
{
	char name[5001];
	struct gitindex index;
	struct seen seen;
	struct buf b = BUF_INIT;

	(void)state;
	memset(name, 'x', 5000);
	name[5000] = '\0';
	put_header(&b, 4, 2);
	put_entry(&b, 4, 20, name, 0, 5000);
	put_entry(&b, 4, 20, "y", 5000, 1);
	put_zeros(&b, 20);
	assert_int_equal(parse(&b, &index, &seen), 0);
	assert_int_equal(seen.names.len, 5003);
	assert_string_equal(seen.names.data + 5000, ";y;");
}

/* An entry that leaves out more than the name before it has. */
static void test_prefix_longer_than_the_name(void **state)
{
	static const unsigned drops[] = { 4, 5, 127, 128, 5000 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(drops); i++) {
		struct buf b = BUF_INIT;
		struct gitindex index;
		struct seen seen;

		put_header(&b, 4, 2);
		put_entry(&b, 4, 20, "a/bc", 0, 4);
		put_entry(&b, 4, 20, "d", drops[i], i ? 5 : 1);
		put_zeros(&b, 20);
		assert_int_equal(parse(&b, &index, &seen), i ? -1 : 0);
		assert_int_equal(seen.count, i ? 0 : 2);
	}
}

static void test_extensions(void **state)
{
	static const struct {
		const char *name;
		int result;
	} cases[] = {
		{ "TREE", 0 }, { "link", 0 }, { "sdir", 0 }, { "wxyz", -1 }
	};
	struct gitindex index;
	struct seen seen;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct buf b = BUF_INIT;

		put_header(&b, 2, 0);
		buf_puts(&b, cases[i].name);
		put_be(&b, 3, 4);
		buf_puts(&b, "abc");
		put_zeros(&b, 20);
		assert_int_equal(parse(&b, &index, &seen), cases[i].result);
		assert_int_equal(index.link != NULL,
				 streq(cases[i].name, "link"));
	}
	for (size_t len = 0; len < 8; len++) {
		struct buf b = BUF_INIT;

		put_header(&b, 2, 0);
		put_zeros(&b, len + 20);
		memcpy(b.data + 12, "TREE", len < 4 ? len : 4);
		assert_int_equal(parse(&b, &index, &seen), len ? -1 : 0);
	}
}

/* Nothing is visited of what turns out to be damaged further on. */
static void test_damaged(void **state)
{
	struct buf b = BUF_INIT;
	struct gitindex index;
	struct seen seen;

	(void)state;
	put_header(&b, 4, 3);
	put_entry(&b, 4, 20, "a/bc", 0, 4);
	put_entry(&b, 4, 20, "d", 1, 4);
	put_entry(&b, 4, 20, "e", 1, 4);
	put_zeros(&b, 20);
	assert_int_equal(parse(&b, &index, &seen), 0);
	for (size_t len = 0; len < b.len; len++) {
		struct buf cut = BUF_INIT;

		buf_put(&cut, b.data, len);
		assert_int_equal(parse(&cut, &index, &seen), -1);
		assert_int_equal(seen.count, 0);
	}
	/* Every byte garbled: any answer, but no crash and no half visit. */
	for (size_t i = 0; i < b.len; i++) {
		for (int c = 0; c < 256; c++) {
			struct buf bad = BUF_INIT;

			buf_put(&bad, b.data, b.len);
			bad.data[i] = (char)c;
			if (parse(&bad, &index, &seen))
				assert_int_equal(seen.count, 0);
		}
	}
}

/* What another part of the file, or its version, speaks against. */
static void test_contradictions(void **state)
{
	static const struct {
		const char *name;
		/** as which the entry is written */
		unsigned version;
		/** the name's length, as its flags have it */
		size_t full;
		/** the last byte of the padding */
		char last;
		int result;
	} cases[] = {
		{ "as it should be", 2, 4, '\0', 0 },
		{ "extended flags in version 2", 3, 4, '\0', -1 },
		{ "a shorter name", 2, 5, '\0', -1 },
		{ "a longer name", 2, 3, '\0', -1 },
		{ "padding", 2, 4, 'x', -1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct buf b = BUF_INIT;
		struct gitindex index;
		struct seen seen;

		put_header(&b, 2, 1);
		put_entry(&b, cases[i].version, 20, "a/bc", 0, cases[i].full);
		b.data[b.len - 1] = cases[i].last;
		put_zeros(&b, 20);
		row_int(cases[i].name, parse(&b, &index, &seen),
			cases[i].result);
	}
}

static void put_word(struct buf *b, bool bit, uint64_t run, uint64_t literals)
{
	put_be(b, (uint64_t)bit | run << 1 | literals << 33, 8);
}

static void test_bitmap(void **state)
{
	unsigned char bits[32] = { 0 };
	struct buf b = BUF_INIT;

	(void)state;
	put_be(&b, 256, 4);
	put_be(&b, 3, 4);
	put_word(&b, false, 1, 1);
	put_be(&b, UINT64_C(0x8000000000000005), 8);
	put_word(&b, true, 0xFFFFFFFF, 0);
	put_be(&b, 0, 4);
	assert_int_equal(gitindex_bitmap((const unsigned char *)b.data, b.len,
					 bits, 200),
			 b.len);
	for (size_t i = 0; i < 32; i++) {
		unsigned want = i < 8 || (i > 8 && i < 15) ? 0 :
				i == 8                     ? 5 :
				i == 15                    ? 0x80 :
				i < 25                     ? 0xFF :
							     0;

		assert_int_equal(bits[i], want);
	}
	for (size_t len = 0; len < b.len; len++)
		assert_int_equal(gitindex_bitmap((const unsigned char *)b.data,
						 len, bits, 200),
				 0);
	b.data[11] = 9;
	assert_int_equal(gitindex_bitmap((const unsigned char *)b.data, b.len,
					 bits, 200),
			 0);
}

/* A repository at REPO with NAMES, up to a NULL; git, too, renames a new file. */
static void put_repo(const char *repo, const char *const *names)
{
	struct buf b = BUF_INIT;
	unsigned count = 0;

	put_dir(repo);
	put_dir(path_join(repo, ".git"));
	put_dir(path_join(repo, ".git/objects"));
	put_file(path_join(repo, ".git/HEAD"), "");
	while (names[count])
		count++;
	put_header(&b, 2, count);
	for (size_t i = 0; i < count; i++)
		put_entry(&b, 2, 20, names[i], 0, strlen(names[i]));
	put_zeros(&b, 20);
	put_bytes(path_join(repo, ".git/new"), b.data, b.len);
	assert_int_equal(rename(at(path_join(repo, ".git/new")),
				at(path_join(repo, ".git/index"))),
			 0);
}
#define PUT_REPO(repo, ...)                                                    \
	put_repo((repo), (const char *const[]){ __VA_ARGS__, NULL })

/* The names of which DIR has so many, each with a ';' behind it. */
static void row_tracked(const char *dir, size_t count, const char *wanted)
{
	struct buf names = BUF_INIT;
	struct tracked tracked;
	const char *problem;

	row_int(dir, gitindex_look(at(dir), &tracked, &problem), 0);
	row_int(dir, tracked.count, count);
	for (size_t i = 0; i < count && i < GITINDEX_NAMES; i++)
		buf_putl(&names, tracked.names[i], ";");
	row_text(dir, count ? names.data : "", wanted);
}

/* Asked about one after the other, in turn of several repositories. */
static void test_several(void **state)
{
	(void)state;
	PUT_REPO("r", "e-x/a", "e.x", "e/a", "e/a", "e/b/c", "e/b/d", "e/e",
		 "ea", "f", "g/a");
	PUT_REPO("r/in", "g/b");
	for (int i = 0; i < 2; i++) {
		row_tracked("r/e", 4, "e/a;e/b/c;e/b/d;");
		row_tracked("r/in/g", 1, "g/b;");
		row_tracked("r/in/e", 0, "");
		row_tracked("r/e/b", 2, "e/b/c;e/b/d;");
		row_tracked("r/f", 1, "f;");
		row_tracked("r/g", 1, "g/a;");
		row_tracked("r/h", 0, "");
		row_tracked("r/a", 0, "");
		row_tracked("r", 9, "e-x/a;e.x;e/a;");
	}
}

/* What is kept of an index does not outlive that. */
static void test_changed(void **state)
{
	(void)state;
	PUT_REPO("changed", "e/a");
	row_tracked("changed/e", 1, "e/a;");
	row_tracked("changed/f", 0, "");
	PUT_REPO("changed", "f/a");
	row_tracked("changed/e", 0, "");
	row_tracked("changed/f", 1, "f/a;");
	assert_int_equal(unlink(at("changed/.git/index")), 0);
	row_tracked("changed/f", 0, "");
}

/* git writes none in another order; who does hides nothing by that. */
static void test_in_any_order(void **state)
{
	(void)state;
	PUT_REPO("mixed", "z", "e/b", "a", "e/a", "c");
	row_tracked("mixed/e", 2, "e/a;e/b;");
	row_tracked("mixed/c", 1, "c;");
}

/* Of a work tree at "/" there is nothing before the path but the slash. */
static void test_untrack(void **state)
{
	static const struct {
		const char *worktree, *dir, *line;
	} rows[] = {
		{ "/w", "/w/a/.venv",
		  "git -C /w rm -r -f -q --cached -- a/.venv" },
		{ "/", "/a/.venv", "git -C / rm -r -f -q --cached -- a/.venv" },
		{ "/w", "/w/a*/.venv",
		  "git --literal-pathspecs -C /w rm -r -f -q --cached -- "
		  "'a*/.venv'" },
		{ "/w", "/w", NULL },
		{ "/w", "/w/\033/.venv",
		  "git -C /w rm -r -f -q --cached -- $'\\033/.venv'" },
	};

	(void)state;
	assert_int_equal(setenv("AVENV_HOOK", "bash 3 ", 1), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct tracked tracked = { .worktree = rows[i].worktree };
		const char *line = gitindex_untrack(&tracked, rows[i].dir);

		assert_string_equal(line ? line : "none",
				    rows[i].line ? rows[i].line : "none");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_prefix_longer_than_the_name),
		cmocka_unit_test(test_extensions),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_contradictions),
		cmocka_unit_test(test_bitmap),
		cmocka_unit_test(test_several),
		cmocka_unit_test(test_changed),
		cmocka_unit_test(test_in_any_order),
		cmocka_unit_test(test_untrack),
	};

	return RUN_IN_SCRATCH(tests);
}
