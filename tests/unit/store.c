/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 31 37 39 40 */
/* Reading the file of records: damaged lines, files that grant nothing, AVENV_TRUST. */
#include "store.h"
#include "core/buf.h"

#define GOOD "allow dir path - - - /one\n"

static int setup(void **state)
{
	if (scratch_make(state))
		return -1;
	store_user();
	return 0;
}

static struct trust load_store(void)
{
	struct trust trust = read_store();

	trust_load(&trust);
	return trust;
}

/* Lines that are no records grant nothing; record_text.c has more of them. */
TEST(damaged_lines)
{
	static const char *const damaged[] = { "nonsense",
					       "allow dir path - - - x",
					       "permit dir path - - - /x",
					       "allow file path - - - /x",
					       "allow dir 1:1 - - - /x",
					       "allow dir path me - - /x",
					       "allow dir path - - - /x/../y",
					       "allow dir path - - - /x\\1" };

	foreach(row, damaged) {
		struct buf b = BUF_INIT;
		struct trust trust;

		buf_putl(&b, "# comment\n\n" GOOD, *row, "\ndeny tree path - - - /two\n", *row);
		put_store(b.data);
		trust = load_store();
		row_int(*row, trust.fault, TRUST_DAMAGED);
		row_int(*row, trust.bad_line, 4);
		row_int(*row, trust.count, 2);
		assert_string_equal(trust.records[0].path, "/one");
		assert_string_equal(trust.records[1].path, "/two");
	}
}

TEST(empty_or_missing)
{
	static const char *const texts[] = { "", "\n", "# only\n#comments" };

	foreach(row, texts) {
		put_store(*row);
		row_int(*row, load_store().fault, TRUST_SOUND);
		row_int(*row, load_store().count, 0);
	}
	put("-data/trust");
	assert_int_equal(load_store().fault, TRUST_SOUND);
	settings.store = NULL;
	assert_int_equal(load_store().fault, TRUST_SOUND);
	settings.store = at(STORE);
}

/** A file of records that grants nothing. */
static const struct spoiled {
	const char *name;
	/** words of put(); "moved/" and "real" hold good records */
	const char *put;
	const char *writable;
	mode_t mode;
	/** owned by another user */
	const char *foreign;
	enum trust_fault wanted;
} stores[] = {
	// clang-format off
	{ "another's", "x", NULL, 0, STORE, TRUST_FOREIGN },
	{ "in another's directory", "x", NULL, 0, "data", TRUST_FOREIGN },
	{ "others may write", "x", STORE, 0602, NULL, TRUST_WRITABLE },
	{ "a group may write", "x", STORE, 0660, NULL, TRUST_WRITABLE },
	{ "others may write to its directory", "x", "data", 0703, NULL, TRUST_WRITABLE },
	{ "a group may write to its directory", "x", "data", 0770, NULL, TRUST_WRITABLE },
	{ "a link", "-data/trust data/trust>../real", NULL, 0, NULL, TRUST_UNREADABLE },
	{ "in a link", "-data/trust -data data>moved", NULL, 0, NULL, TRUST_UNREADABLE },
	{ "a FIFO", "-data/trust data/trust|", NULL, 0, NULL, TRUST_UNREADABLE },
	{ "a directory", "-data/trust data/trust/", NULL, 0, NULL, TRUST_UNREADABLE },
	{ "a link to nowhere", "-data/trust data/trust>nowhere", NULL, 0, NULL, TRUST_UNREADABLE },
	// clang-format on
};

static void spoil(const struct spoiled *row)
{
	scratch_clear();
	put_dir("moved");
	put_mode("moved", 0700);
	put_file("moved/trust", GOOD);
	put_mode("moved/trust", 0600);
	put_file("real", GOOD);
	put_mode("real", 0600);
	put_store(GOOD);
	put(row->put);
	if (row->writable)
		put_mode(row->writable, row->mode);
	if (row->foreign && !geteuid())
		assert_int_equal(chown(at(row->foreign), 4242, 4242), 0);
	else if (row->foreign)
		user.uid++;
}

/* Such a file may hold a deny, so AVENV_TRUST grants nothing either. */
static void check_closed(const char *name, enum trust_fault wanted)
{
	struct trust trust;
	struct chain chain;

	put_dir("tree");
	assert_int_equal(chain_of(at("tree"), &chain), 0);
	settings.trust = scratch;
	trust = read_store();
	row_int(name, trust_dir(&trust, &chain).verdict, VERDICT_NONE);
	settings.trust = NULL;
	trust = load_store();
	row_int(name, trust.closed, true);
	row_int(name, trust.fault, wanted);
	row_int(name, trust.count, 0);
	row_text(name, trust.fault_file, at(STORE));
}

TEST(files_that_grant_nothing)
{
	foreach(row, stores) {
		spoil(row);
		check_closed(row->name, row->wanted);
		store_user();
	}
	scratch_clear();
	put_store(GOOD);
	grow(STORE, TRUST_STORE_MAX + 1);
	check_closed("too large", TRUST_UNREADABLE);
}

TEST(owned_by_root)
{
	if (user.uid)
		skip_because("only root can own a file as root");
	scratch_clear();
	put_store(GOOD);
	user.uid++;
	assert_int_equal(load_store().fault, TRUST_SOUND);
	assert_int_equal(load_store().count, 1);
	store_user();
}

/* AVENV_TRUST: trees by path alone. Relative and missing ones grant nothing. */
TEST(trees_of_a_variable)
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
	struct chain chain;

	put_store("");
	put_env("a");
	put_env("ab");
	put_env("els");
	put_link("to-els", "els");
	assert_int_equal(chdir(scratch), 0);
	buf_putl(&list, "ab:", at("nowhere"), "::", at("a"), ":", at("to-els"));
	settings.trust = list.data;
	trust = read_store();
	foreach(row, envs) {
		assert_int_equal(chain_of(at(row->env), &chain), 0);
		row_int(row->name, trust_dir(&trust, &chain).verdict, row->wanted);
	}
	settings.trust = NULL;
	assert_int_equal(trust.count, 2);
}

MAIN(setup, scratch_remove)
