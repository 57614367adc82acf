/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of records: which of them one is of. */
#include "cli/record.h"
#include "store.h"

static int setup(void **state)
{
	if (scratch_make(state))
		return -1;
	store_user();
	return 0;
}

/** Records that differ in one thing alone. */
static const char *const pairs[][2] = {
	{ "deny dir 7:1.000000000 - - - /x",
	  "deny dir 7:1.000000000 - - - /y" },
	{ "deny dir 7:1.000000000 - - - /x",
	  "deny dir 8:1.000000000 - - - /x" },
	{ "deny dir 7:1.000000000 - - - /x",
	  "deny dir 7:1.000000001 - - - /x" },
	{ "deny dir 7:1.000000000 - - - /x",
	  "allow dir 7:1.000000000 - - - /x" },
	{ "deny dir 7:1.000000000 - - - /x",
	  "deny tree 7:1.000000000 - - - /x" },
	{ "deny dir 7:1.000000000 - - - /x",
	  "deny env 7:1.000000000 - - - /x" },
	{ "deny dir 7:1.000000000 - - - /x",
	  "deny dir 7:1.000000000 - - moved /x" },
	/* Nothing that is there has such an identity, but a line may. */
	{ "deny dir path - - - /x", "deny dir 0:0.000000000 - - - /x" },
};

/* Of PAIR, which is the store, the one at GONE goes, and no more. */
static void forget(const char *const *pair, size_t gone)
{
	struct trust trust = read_store(), then;
	struct change change = { 0 };
	struct buf left = BUF_INIT, wanted = BUF_INIT;

	trust_load(&trust);
	row_int(pair[1], trust.count, 2);
	change_forget_record(&change, &trust.records[gone]);
	then = record_try(&trust, &change);
	row_int(pair[1], then.count, 1);
	record_format(&left, &then.records[0]);
	buf_putl(&wanted, pair[!gone], "\n");
	row_text(pair[1], left.data, wanted.data);
}

static void one_record_is_forgotten(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++) {
		struct buf b = BUF_INIT;

		buf_putl(&b, pairs[i][0], "\n", pairs[i][1], "\n");
		put_store(b.data);
		forget(pairs[i], 0);
		forget(pairs[i], 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_record_is_forgotten),
	};

	return cmocka_run_group_tests(tests, setup, scratch_remove);
}
