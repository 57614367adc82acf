/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The few records that are asked about a path decide as all of them do; the
 * version and the packages of what anybody may have written.
 */
#include "cli/envs_seek.h"
#include "cli/said.h"
#include "core/buf.h"
#include "core/find.h"
#include "core/mem.h"
#include "core/path.h"
#include "store.h"

static const char *const dirs[] = {
	"a",      "a/p",  "a/p/.venv", "a/p/odd", "ab",
	"ab/p.x", "ab/p", "ab/p/env",  "a.b",     "a.b/.venv",
};

/* Repeatable, so that a failure is one again. */
static unsigned next_random(unsigned *state)
{
	*state = *state * 1664525U + 1013904223U;
	return *state >> 16;
}

static void put_random_store(unsigned *state)
{
	static const char *const scopes[] = { "dir", "env", "tree" };
	struct buf b = BUF_INIT;

	for (size_t i = next_random(state) % 12; i > 0; i--) {
		const char *dir = dirs[next_random(state) % ARRAY_SIZE(dirs)];
		unsigned kind = next_random(state);
		struct file_info info;
		char id[64];

		assert_int_equal(file_lstat(at(dir), &info), 0);
		snprintf(id, sizeof(id), "%llu:%lld.%09lld",
			 (unsigned long long)info.ino + (kind % 4 == 0),
			 (long long)(info.btime / 1000000000),
			 (long long)(info.btime % 1000000000));
		/* A denial by identity holds wherever its path is said to be. */
		if (kind % 5 == 0)
			dir = dirs[next_random(state) % ARRAY_SIZE(dirs)];
		buf_putl(&b, kind % 3 == 0 ? "deny " : "allow ",
			 scopes[next_random(state) % 3], " ",
			 kind % 7 == 0 ? "path" : id, " - - - ", at(dir), "\n");
	}
	put_store(b.data);
}

static void same_verdict(struct trust *all, struct trust *few, const char *dir)
{
	struct judgement want, got;
	struct chain chain;

	assert_int_equal(chain_of(at(dir), &chain), 0);
	for (int fixed = 0; fixed < 2; fixed++) {
		const char *project = path_parent(chain.path);

		want = trust_env(all, &chain, project, fixed);
		got = trust_env(few, &chain, project, fixed);
		row_int(dir, got.verdict, want.verdict);
		row_text(dir, got.by ? got.by->path : NULL,
			 want.by ? want.by->path : NULL);
	}
}

static void few_decide_as_all(void **state)
{
	unsigned seed = 1;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		put_dir(dirs[i]);
	store_user();
	for (int round = 0; round < 300; round++) {
		struct trust all;
		struct said said;

		put_random_store(&seed);
		all = read_store();
		trust_load(&all);
		assert_int_equal(all.fault, TRUST_SOUND);
		said_init(&said, &all);
		for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
			struct trust few = said_of(&said, at(dirs[i]));

			/* Of what is below it as well. */
			for (size_t k = 0; k < ARRAY_SIZE(dirs); k++)
				if (path_under(dirs[k], dirs[i]))
					same_verdict(&all, &few, dirs[k]);
		}
	}
}

static void versions(void **state)
{
	static const struct {
		const char *version, *wanted;
	} rows[] = {
		{ "3.11.2", "3.11.2" },
		{ "3.11.2.final.0", "3.11.2" },
		{ "3.13", "3.13" },
		{ "3", "3" },
		{ "3.14.0rc1", "3.14.0rc1" },
		{ "3.14.0a1+", "3.14.0a1+" },
		{ "3.", NULL },
		{ ".3", NULL },
		{ "", NULL },
		{ "x", NULL },
		{ "3.\033", NULL },
		{ "123456789.1", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct venv venv = { .path = at("nowhere"),
				     .cfg = { .version = rows[i].version } };

		row_text(rows[i].version, env_python(&venv), rows[i].wanted);
	}
}

static void matches(void **state)
{
	struct env list[] = { { .name = "a" },
			      { .name = "b" },
			      { .name = "b" },
			      { .name = "venv" } };
	struct envs envs = { .list = list, .count = ARRAY_SIZE(list) };
	const struct env *first = NULL;

	(void)state;
	assert_int_equal(envs_match(&envs, "a", &first), 1);
	assert_ptr_equal(first, &list[0]);
	assert_int_equal(envs_match(&envs, "b", &first), 2);
	assert_ptr_equal(first, &list[1]);
	assert_int_equal(envs_match(&envs, "c", &first), 0);
	assert_int_equal(envs_match(&envs, "venv", &first), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_decide_as_all),
		cmocka_unit_test(versions),
		cmocka_unit_test(matches),
	};

	return RUN_IN_SCRATCH(tests);
}
