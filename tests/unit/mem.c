/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 22 */
/* Memory that is released, and the part of it that is kept. */
#include "core/mem.h"
#include "test.h"

/* Small ones share a piece of the system's memory, large ones do not. */
static const size_t sizes[] = { 1, 100, 300 * 1024, 1, 5 * 1024 * 1024, 16 };

static void allocate_all(void)
{
	foreach(size, sizes)
		memset(mem_alloc(*size), 'x', *size);
}

TEST(older_memory_stays)
{
	char *before = mem_dups("before");
	struct mem_mark mark = mem_mark();

	for (int i = 0; i < 100; i++) {
		allocate_all();
		mem_release(mark);
	}
	assert_string_equal(before, "before");
	assert_string_equal(mem_dups("after"), "after");
	assert_string_equal(before, "before");
}

/* Each of them, between others, is kept at the mark. */
TEST(one_is_kept)
{
	foreach(size, sizes) {
		struct mem_mark mark = mem_mark();
		char *kept, *data;

		allocate_all();
		data = mem_alloc(*size);
		memset(data, 'k', *size);
		allocate_all();
		kept = mem_keep(mark, data, *size);
		allocate_all();
		for (size_t i = 0; i < *size; i++)
			assert_true(kept[i] == 'k');
	}
}

TEST(releases_nest)
{
	struct mem_mark outer = mem_mark(), inner;
	const char *kept;

	allocate_all();
	inner = mem_mark();
	allocate_all();
	kept = mem_keep(inner, "kept", 5);
	assert_string_equal(mem_keep(outer, kept, 5), "kept");
}

MAIN(NULL)
