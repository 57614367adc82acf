/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the store: which lines count, and which stores do not at all. */
#include "store.h"
#include "core/buf.h"

static int setup(void **state)
{
	if (scratch_make(state))
		return -1;
	store_user();
	return 0;
}

/** Lines that are no records; record_text.c has them all. */
static const char *const damaged[] = {
	"nonsense",
	"allow dir path - - - x",
	"permit dir path - - - /x",
	"allow file path - - - /x",
	"allow dir 1:1 - - - /x",
	"allow dir path me - - /x",
	"allow dir path - - - /x/../y",
	"allow dir path - - - /x\\1",
};

/* They are counted and passed over; the others stand. */
static void damaged_lines_are_skipped(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(damaged); i++) {
		struct buf b = BUF_INIT;
		struct trust trust;

		buf_putl(&b, "# comment\n\nallow dir path - - - /one\n",
			 damaged[i], "\ndeny tree path - - - /two\n",
			 damaged[i]);
		put_store(b.data);
		trust = read_store();
		trust_load(&trust);
		row_int(damaged[i], trust.fault, TRUST_DAMAGED);
		row_int(damaged[i], trust.bad_line, 4);
		row_text(damaged[i], trust.fault_file, at(STORE));
		row_int(damaged[i], trust.count, 2);
		assert_string_equal(trust.records[0].path, "/one");
		assert_int_equal(trust.records[0].line, 3);
		assert_string_equal(trust.records[1].path, "/two");
		assert_int_equal(trust.records[1].line, 5);
	}
}

static void an_empty_or_missing_store_is_sound(void **state)
{
	static const char *const texts[] = { "", "\n", "# only\n#comments" };
	struct trust trust;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		put_store(texts[i]);
		trust = read_store();
		trust_load(&trust);
		row_int(texts[i], trust.fault, TRUST_SOUND);
		row_int(texts[i], trust.count, 0);
	}
	assert_int_equal(remove(at(STORE)), 0);
	trust = read_store();
	trust_load(&trust);
	assert_int_equal(trust.fault, TRUST_SOUND);
	settings.store = NULL;
	trust = read_store();
	trust_load(&trust);
	settings.store = at(STORE);
	assert_int_equal(trust.fault, TRUST_SOUND);
}

#define GOOD "allow dir path - - - /one\n"

/* Somebody else's id, for files that are ours. */
static uid_t stranger(void)
{
	return user.uid + 1;
}

static void foreign_store(void)
{
	if (user.uid == 0)
		assert_int_equal(chown(at(STORE), 4242, 4242), 0);
	else
		user.uid = stranger();
}

static void foreign_directory(void)
{
	if (user.uid == 0)
		assert_int_equal(chown(at("data"), 4242, 4242), 0);
	else
		user.uid = stranger();
}

static void writable_store(void)
{
	put_mode(STORE, 0602);
}

static void group_store(void)
{
	put_mode(STORE, 0660);
}

static void writable_directory(void)
{
	put_mode("data", 0703);
}

static void group_directory(void)
{
	put_mode("data", 0770);
}

static void store_link(void)
{
	assert_int_equal(rename(at(STORE), at("data/real")), 0);
	put_link(STORE, "real");
}

static void directory_link(void)
{
	assert_int_equal(rename(at("data"), at("moved")), 0);
	put_link("data", "moved");
}

static void store_fifo(void)
{
	assert_int_equal(remove(at(STORE)), 0);
	put_fifo(STORE);
}

static void store_directory(void)
{
	assert_int_equal(remove(at(STORE)), 0);
	put_dir(STORE);
}

static void store_dangling(void)
{
	assert_int_equal(remove(at(STORE)), 0);
	put_link(STORE, "nowhere");
}

static void store_large(void)
{
	assert_int_equal(truncate(at(STORE), TRUST_STORE_MAX + 1), 0);
}

/* Nothing of such a store counts, and it is said which it is. */
static void refused_stores(void **state)
{
	static const struct {
		const char *name;
		void (*spoil)(void);
		enum trust_fault wanted;
	} stores[] = {
		{ "somebody's", foreign_store, TRUST_FOREIGN },
		{ "in somebody's directory", foreign_directory, TRUST_FOREIGN },
		{ "for others to write", writable_store, TRUST_WRITABLE },
		{ "for a group to write", group_store, TRUST_WRITABLE },
		{ "others' directory", writable_directory, TRUST_WRITABLE },
		{ "a group's directory", group_directory, TRUST_WRITABLE },
		{ "a link", store_link, TRUST_UNREADABLE },
		{ "its directory is a link", directory_link, TRUST_UNREADABLE },
		{ "a FIFO", store_fifo, TRUST_UNREADABLE },
		{ "a directory", store_directory, TRUST_UNREADABLE },
		{ "a link to nowhere", store_dangling, TRUST_UNREADABLE },
		{ "too large", store_large, TRUST_UNREADABLE },
	};
	const struct user self = user;
	struct chain chain;

	(void)state;
	put_dir("tree");
	assert_int_equal(chain_of(at("tree"), &chain), 0);
	for (size_t i = 0; i < ARRAY_SIZE(stores); i++) {
		struct trust trust;

		put_store(GOOD);
		stores[i].spoil();
		/* A denial may be in it, so AVENV_TRUST does not count. */
		settings.trust = scratch;
		trust = read_store();
		row_int(stores[i].name, trust_dir(&trust, &chain).verdict,
			VERDICT_NONE);
		settings.trust = NULL;
		trust = read_store();
		trust_load(&trust);
		assert_true(trust.closed);
		user = self;
		row_int(stores[i].name, trust.fault, stores[i].wanted);
		row_int(stores[i].name, trust.count, 0);
		row_text(stores[i].name, trust.fault_file, at(STORE));
		assert_int_equal(chmod(at("data"), 0700), 0);
		if (remove(at(STORE)))
			assert_int_equal(errno, ENOENT);
		if (!strcmp(stores[i].name, "its directory is a link"))
			assert_int_equal(remove(at("data")), 0);
		else
			assert_true(!self.uid ? !chown(at("data"), 0, 0) : 1);
	}
}

/* Root may have put it there. */
static void roots_store(void **state)
{
	const struct user self = user;
	struct trust trust;

	(void)state;
	if (user.uid)
		skip_because("only root has a store of root's");
	put_store(GOOD);
	user.uid = stranger();
	trust = read_store();
	trust_load(&trust);
	user = self;
	assert_int_equal(trust.fault, TRUST_SOUND);
	assert_int_equal(trust.count, 1);
}

/* Read once, at the first question; later changes are not looked at. */
static void the_store_is_read_once(void **state)
{
	struct trust trust;

	(void)state;
	put_store(GOOD);
	trust = read_store();
	assert_false(trust.loaded);
	assert_true(!trust_covers(&trust, "/nowhere"));
	assert_int_equal(trust.count, 1);
	put_store(GOOD GOOD);
	trust_load(&trust);
	assert_int_equal(trust.count, 1);
}

/* AVENV_TRUST: trees by path alone; what is relative or gone is passed over. */
static void trees_of_the_environment(void **state)
{
	static const struct {
		const char *name, *env;
		enum verdict wanted;
	} envs[] = {
		{ "in a tree", "a/bin", VERDICT_ALLOWED },
		{ "through a link", "els/bin", VERDICT_ALLOWED },
		{ "beside it", "ab/bin", VERDICT_NONE },
	};
	struct buf list = BUF_INIT;
	struct trust trust;

	(void)state;
	put_store("");
	put_env("a");
	put_env("ab");
	put_env("els");
	put_link("to-els", "els");
	/* Relative: it is there, and means nothing all the same. */
	assert_int_equal(chdir(scratch), 0);
	buf_putl(&list, "ab:", at("nowhere"), "::", at("a"), ":", at("to-els"));
	settings.trust = list.data;
	trust = read_store();
	for (size_t i = 0; i < ARRAY_SIZE(envs); i++) {
		struct chain chain;

		assert_int_equal(chain_of(at(envs[i].env), &chain), 0);

		row_int(envs[i].name, trust_dir(&trust, &chain).verdict,
			envs[i].wanted);
	}
	settings.trust = NULL;
	assert_int_equal(trust.count, 2);
	assert_string_equal(trust.records[0].source, "AVENV_TRUST");
	assert_int_equal(trust.records[0].line, 0);
	assert_true(trust.records[0].tree && trust.records[0].by_path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damaged_lines_are_skipped),
		cmocka_unit_test(an_empty_or_missing_store_is_sound),
		cmocka_unit_test(refused_stores),
		cmocka_unit_test(roots_store),
		cmocka_unit_test(the_store_is_read_once),
		cmocka_unit_test(trees_of_the_environment),
	};

	return cmocka_run_group_tests(tests, setup, scratch_remove);
}
