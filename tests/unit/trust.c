/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the records say of an environment. */
#include "core/buf.h"
#include "core/find.h"
#include "store.h"

/** What a line says of the identity of what stands there. */
enum identity {
	OWN,
	/** of something that stood there before */
	ANOTHER,
	BY_PATH,
	/** the inode is right, the birth time one nanosecond off */
	BORN_LATER,
};

/** A line of the store, and the directory in the scratch one that it names. */
struct line {
	const char *words, *dir;
	enum identity identity;
};

static void put_escaped(struct buf *b, const char *path)
{
	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;
		char octal[8];

		if (c > 0x20 && c < 0x7F && c != '\\') {
			buf_putc(b, *path);
			continue;
		}
		snprintf(octal, sizeof(octal), "\\%03o", c);
		buf_puts(b, octal);
	}
}

static void put_line(struct buf *b, const struct line *line)
{
	const char *path = *line->dir ? at(line->dir) : scratch;
	struct file_info info = { .ino = 1, .btime = 1 };
	char id[64] = "path";

	if (line->identity == OWN || line->identity == BORN_LATER)
		assert_int_equal(file_lstat(path, &info), 0);
	if (line->identity == BORN_LATER)
		info.btime++;
	if (line->identity != BY_PATH)
		snprintf(id, sizeof(id), "%llu:%lld.%09lld",
			 (unsigned long long)info.ino,
			 (long long)(info.btime / 1000000000),
			 (long long)(info.btime % 1000000000));
	buf_putl(b, line->words, " ", id, " - - - ");
	put_escaped(b, path);
	buf_putc(b, '\n');
}

static struct trust with_lines(const struct line *lines, size_t count)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < count; i++)
		put_line(&b, &lines[i]);
	put_store(b.data);
	return read_store();
}

static int setup(void **state)
{
	static const char *const dirs[] = {
		"a",  "a/p",  "a/p/.venv",  "a/p/odd", "a/p/q",   "a/p/q/.venv",
		"ab", "ab/p", "ab/p/.venv", "els",     "els/env", "w x\\",
	};

	if (scratch_make(state))
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		put_dir(dirs[i]);
	store_user();
	return 0;
}

static struct chain chain_to(const char *name)
{
	struct chain chain;

	assert_int_equal(chain_of(at(name), &chain), 0);
	return chain;
}

// clang-format off
#define VENV "a/p/.venv", "a/p", true
#define ODD  "a/p/odd", "a/p", false
#define DEEP "a/p/q/.venv", "a/p/q", true
/** Found in a project, but lying elsewhere. */
#define AWAY "els/env", NULL, true

static const struct {
	const char *name;
	struct line lines[4];
	const char *env, *project;
	bool fixed;
	enum verdict wanted;
	/** the line that decided, from 1 */
	unsigned by;
} rows[] = {
	{ "no record", { { 0 } }, VENV, VERDICT_NONE, 0 },
	{ "a project's", { { "allow dir", "a/p", OWN } }, VENV, VERDICT_ALLOWED, 1 },
	{ "a project's, by path", { { "allow dir", "a/p", BY_PATH } }, VENV, VERDICT_ALLOWED, 1 },
	{ "a project's, denied", { { "deny dir", "a/p", OWN } }, VENV, VERDICT_DENIED, 1 },
	{ "its own", { { "allow env", "a/p/.venv", OWN } }, VENV, VERDICT_ALLOWED, 1 },
	{ "its own, as a directory", { { "allow dir", "a/p/.venv", OWN } }, VENV, VERDICT_ALLOWED, 1 },
	{ "its own, as a tree", { { "allow tree", "a/p/.venv", OWN } }, VENV, VERDICT_ALLOWED, 1 },
	{ "its own, denied", { { "deny env", "a/p/.venv", OWN } }, VENV, VERDICT_DENIED, 1 },

	{ "odd, a project's does not reach", { { "allow dir", "a/p", OWN } }, ODD, VERDICT_NONE, 0 },
	{ "odd, a project's denial does", { { "deny dir", "a/p", OWN } }, ODD, VERDICT_DENIED, 1 },
	{ "odd, its own", { { "allow env", "a/p/odd", OWN } }, ODD, VERDICT_ALLOWED, 1 },
	{ "odd, a tree's", { { "allow tree", "a", OWN } }, ODD, VERDICT_ALLOWED, 1 },
	{ "odd, another's own", { { "allow env", "a/p/.venv", OWN } }, ODD, VERDICT_NONE, 0 },
	{ "odd, changed project is no news", { { "allow dir", "a/p", ANOTHER } }, ODD, VERDICT_NONE, 0 },

	{ "elsewhere, the project's does not reach", { { "allow dir", "a/p", OWN } }, AWAY, VERDICT_NONE, 0 },
	{ "elsewhere, its directory's does not", { { "allow dir", "els", OWN } }, AWAY, VERDICT_NONE, 0 },
	{ "elsewhere, as long as a project's name", { { "allow dir", "els", OWN } }, "els/env", "a/p", true, VERDICT_NONE, 0 },
	{ "elsewhere, its own", { { "allow env", "els/env", OWN } }, AWAY, VERDICT_ALLOWED, 1 },
	{ "elsewhere, a tree's", { { "allow tree", "els", OWN } }, AWAY, VERDICT_ALLOWED, 1 },
	{ "elsewhere, denied", { { "deny env", "els/env", OWN } }, AWAY, VERDICT_DENIED, 1 },

	{ "a directory above is no tree", { { "allow dir", "a", OWN } }, VENV, VERDICT_NONE, 0 },
	{ "a denied directory above denies", { { "deny dir", "a", OWN } }, VENV, VERDICT_DENIED, 1 },
	{ "a project above", { { "allow dir", "a/p", OWN } }, DEEP, VERDICT_NONE, 0 },
	{ "an environment's word is not its project's", { { "allow env", "a/p", OWN } }, VENV, VERDICT_NONE, 0 },
	{ "a denied environment's denies what lies in it", { { "deny env", "a/p", OWN } }, VENV, VERDICT_DENIED, 1 },
	{ "a tree above", { { "allow tree", "a", OWN } }, VENV, VERDICT_ALLOWED, 1 },
	{ "the whole of it", { { "allow tree", "", BY_PATH } }, VENV, VERDICT_ALLOWED, 1 },
	{ "a tree's denial", { { "deny tree", "a", OWN } }, VENV, VERDICT_DENIED, 1 },

	{ "components: a is not ab", { { "allow tree", "a", OWN } }, "ab/p/.venv", "ab/p", true, VERDICT_NONE, 0 },
	{ "components: ab is not a", { { "allow tree", "ab", OWN } }, VENV, VERDICT_NONE, 0 },
	{ "components: denials too", { { "allow tree", "", BY_PATH }, { "deny tree", "a", OWN } }, "ab/p/.venv", "ab/p", true, VERDICT_ALLOWED, 1 },

	{ "the nearest: allowed in a denied tree", { { "deny tree", "a", OWN }, { "allow dir", "a/p", OWN } }, VENV, VERDICT_ALLOWED, 2 },
	{ "the nearest: whichever is first", { { "allow dir", "a/p", OWN }, { "deny tree", "a", OWN } }, VENV, VERDICT_ALLOWED, 1 },
	{ "the nearest: denied in an allowed tree", { { "allow tree", "a", OWN }, { "deny dir", "a/p", OWN } }, VENV, VERDICT_DENIED, 2 },
	{ "the nearest: its own over its project's", { { "deny dir", "a/p", OWN }, { "allow env", "a/p/.venv", OWN } }, VENV, VERDICT_ALLOWED, 2 },
	{ "the nearest: denied in an allowed project", { { "allow dir", "a/p", OWN }, { "deny env", "a/p/.venv", OWN } }, VENV, VERDICT_DENIED, 2 },
	{ "the nearest of three trees", { { "allow tree", "", BY_PATH }, { "deny tree", "a", OWN }, { "allow tree", "a/p", OWN } }, DEEP, VERDICT_ALLOWED, 3 },
	{ "both of one place: the denial", { { "allow dir", "a/p", OWN }, { "deny dir", "a/p", OWN } }, VENV, VERDICT_DENIED, 2 },
	{ "both, the other way round", { { "deny dir", "a/p", OWN }, { "allow dir", "a/p", OWN } }, VENV, VERDICT_DENIED, 1 },

	{ "changed", { { "allow dir", "a/p", ANOTHER } }, VENV, VERDICT_CHANGED, 1 },
	{ "changed: the inode was used again", { { "allow dir", "a/p", BORN_LATER } }, VENV, VERDICT_CHANGED, 1 },
	{ "changed: the inode of its own", { { "allow env", "a/p/.venv", BORN_LATER } }, VENV, VERDICT_CHANGED, 1 },
	{ "changed: the inode of a tree", { { "allow tree", "a", BORN_LATER } }, VENV, VERDICT_CHANGED, 1 },
	{ "changed, its own", { { "allow env", "a/p/.venv", ANOTHER } }, VENV, VERDICT_CHANGED, 1 },
	{ "changed: the search goes on upwards", { { "allow dir", "a/p", ANOTHER }, { "allow tree", "a", OWN } }, VENV, VERDICT_ALLOWED, 2 },
	{ "changed: a denial above counts", { { "allow dir", "a/p", ANOTHER }, { "deny tree", "a", OWN } }, VENV, VERDICT_DENIED, 2 },
	{ "changed: its own, the project's counts", { { "allow env", "a/p/.venv", ANOTHER }, { "allow dir", "a/p", OWN } }, VENV, VERDICT_ALLOWED, 2 },
	{ "changed twice: the nearest is told", { { "allow tree", "a", ANOTHER }, { "allow dir", "a/p", ANOTHER } }, VENV, VERDICT_CHANGED, 2 },
	{ "changed, and once more as it is", { { "allow dir", "a/p", ANOTHER }, { "allow dir", "a/p", OWN } }, VENV, VERDICT_ALLOWED, 2 },
	{ "a denial never goes stale", { { "deny dir", "a/p", ANOTHER } }, VENV, VERDICT_DENIED, 1 },
	{ "a denied tree never goes stale", { { "deny tree", "a", ANOTHER } }, VENV, VERDICT_DENIED, 1 },

	{ "elsewhere in the store", { { "allow dir", "ab/p", OWN }, { "deny tree", "els", OWN }, { "allow env", "els/env", OWN }, { "allow dir", "a/p", OWN } }, VENV, VERDICT_ALLOWED, 4 },
};
// clang-format on

static size_t count_lines(const struct line *lines)
{
	size_t n = 0;

	while (n < 4 && lines[n].words)
		n++;
	return n;
}

static void verdicts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct trust trust =
			with_lines(rows[i].lines, count_lines(rows[i].lines));
		struct chain chain = chain_to(rows[i].env);
		const char *project =
			rows[i].project ? at(rows[i].project) : NULL;
		struct judgement j =
			trust_env(&trust, &chain, project, rows[i].fixed);

		row_int(rows[i].name, j.verdict, rows[i].wanted);
		row_int(rows[i].name, j.by ? j.by->line : 0, rows[i].by);
		row_int(rows[i].name, trust.fault, TRUST_SOUND);
	}
}

/* Pointers in a directory: its own record, or a tree's. */
static void directories(void **state)
{
	static const struct {
		const char *name;
		struct line line;
		enum verdict wanted;
	} dirs[] = {
		{ "its own", { "allow dir", "a/p", OWN }, VERDICT_ALLOWED },
		{ "a tree's", { "allow tree", "a", OWN }, VERDICT_ALLOWED },
		{ "one above", { "allow dir", "a", OWN }, VERDICT_NONE },
		{ "one below", { "allow dir", "a/p/q", OWN }, VERDICT_NONE },
		{ "denied", { "deny dir", "a/p", OWN }, VERDICT_DENIED },
		{ "changed", { "allow dir", "a/p", ANOTHER }, VERDICT_CHANGED },
		{ "born later",
		  { "allow dir", "a/p", BORN_LATER },
		  VERDICT_CHANGED },
		{ "denied above", { "deny dir", "a", OWN }, VERDICT_DENIED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		struct trust trust = with_lines(&dirs[i].line, 1);
		struct chain chain = chain_to("a/p");

		row_int(dirs[i].name, trust_dir(&trust, &chain).verdict,
			dirs[i].wanted);
	}
}

/* What was denied stays so wherever it is moved to, and in a denied tree. */
static void a_denial_follows_what_was_denied(void **state)
{
	static const struct line denied[] = { { "deny dir", "was", OWN } };
	static const struct line allowed[] = { { "allow dir", "was", OWN } };
	static const struct line by_path[] = { { "deny dir", "was", BY_PATH } };
	static const struct {
		const char *name;
		const struct line *line;
		enum verdict wanted;
	} moves[] = {
		{ "denied", denied, VERDICT_DENIED },
		{ "allowed", allowed, VERDICT_NONE },
		{ "denied by path", by_path, VERDICT_NONE },
	};
	struct file_info info;

	(void)state;
	put_dir("was");
	put_dir("was/.venv");
	assert_int_equal(file_lstat(at("was"), &info), 0);
	if (!info.btime)
		skip();
	for (size_t i = 0; i < ARRAY_SIZE(moves); i++) {
		struct trust trust = with_lines(moves[i].line, 1);
		struct chain chain;

		assert_int_equal(rename(at("was"), at("is")), 0);
		chain = chain_to("is/.venv");
		row_int(moves[i].name,
			trust_env(&trust, &chain, at("is"), true).verdict,
			moves[i].wanted);
		assert_int_equal(rename(at("is"), at("was")), 0);
	}
}

/* A new directory in the place of an allowed one is another one. */
static void an_exchanged_directory_is_another(void **state)
{
	static const struct line line = { "allow dir", "a/x", OWN };
	struct trust trust;
	struct chain chain;

	(void)state;
	put_dir("a/x");
	put_dir("a/x/.venv");
	trust = with_lines(&line, 1);
	assert_int_equal(rename(at("a/x"), at("a/old")), 0);
	put_dir("a/x");
	put_dir("a/x/.venv");
	chain = chain_to("a/x/.venv");
	assert_int_equal(trust_env(&trust, &chain, at("a/x"), true).verdict,
			 VERDICT_CHANGED);
}

/* Without a birth time an inode number is all there is, and is reused. */
static void no_birth_time_no_following(void **state)
{
	struct trust trust;
	struct chain chain = chain_to("a/p/.venv");
	struct step *project = &chain.steps[chain.count - 2];
	char text[200];

	(void)state;
	project->info.btime = 0;
	snprintf(text, sizeof(text), "deny dir %llu:0.000000000 - - - /gone\n",
		 (unsigned long long)project->info.ino);
	put_store(text);
	trust = read_store();
	assert_int_equal(trust_env(&trust, &chain, at("a/p"), true).verdict,
			 VERDICT_NONE);
}

static void a_denial_outweighs_the_environment(void **state)
{
	static const struct line denied = { "deny dir", "a/p", OWN };
	struct chain chain = chain_to("a/p/.venv");
	struct trust trust;

	(void)state;
	settings.trust = scratch;
	trust = with_lines(&denied, 1);
	assert_int_equal(trust_env(&trust, &chain, at("a/p"), true).verdict,
			 VERDICT_DENIED);
	settings.trust = NULL;
}

/* Which directories are searched for oddly named environments. */
static void covers_and_named(void **state)
{
	static const struct line lines[] = {
		{ "allow tree", "a/p", OWN },
		{ "deny tree", "ab", OWN },
		{ "allow tree", "ab/p", ANOTHER },
		{ "allow tree", "gone", ANOTHER },
		{ "allow dir", "els", OWN },
		{ "allow env", "a/x1", BY_PATH },
		{ "deny env", "a/x2", BY_PATH },
		{ "allow dir", "a/x3", BY_PATH },
		{ "allow env", "a/p/x4", BY_PATH },
		/* as long a path as that of "a" */
		{ "allow env", "b/x6", BY_PATH },
		{ "allow env", "a/x5", BY_PATH },
	};
	struct trust trust = with_lines(lines, ARRAY_SIZE(lines));
	size_t next = 0;

	(void)state;
	assert_true(trust_covers(&trust, at("a/p")));
	assert_true(trust_covers(&trust, at("a/p/q")));
	assert_false(trust_covers(&trust, at("a")));
	assert_false(trust_covers(&trust, at("a/pq")));
	assert_false(trust_covers(&trust, at("ab")));
	/* Another stands there than was allowed, or none. */
	assert_false(trust_covers(&trust, at("ab/p")));
	assert_false(trust_covers(&trust, at("gone")));
	assert_false(trust_covers(&trust, at("els")));
	assert_string_equal(trust_named(&trust, at("a"), &next)->path,
			    at("a/x1"));
	assert_string_equal(trust_named(&trust, at("a"), &next)->path,
			    at("a/x5"));
	assert_null(trust_named(&trust, at("a"), &next));
}

/* Of two records of one tree the denial, whichever is first. */
static void covers_denied(void **state)
{
	static const struct line lines[] = { { "deny tree", "a/p", OWN },
					     { "allow tree", "a/p", OWN },
					     { "deny tree", "a/p", OWN } };
	struct trust trust;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		trust = with_lines(&lines[i], 2);
		assert_false(trust_covers(&trust, at("a/p/q")));
	}
}

/* Owner and group: the record's own, else for a tree by path its present one */
static void accepted_owners(void **state)
{
	struct chain chain = chain_to("a/p/.venv");
	struct record own = { .accepted = { .uid = 5, .has_uid = true } };
	struct record plain = { 0 };
	struct record tree = { .by_path = true, .tree = true };
	struct judgement j = { 0 };
	struct accepted ok;

	(void)state;
	assert_false(trust_accepted(&j, &chain, &(struct user){ 0 }).has_uid);
	j.by = &plain;
	assert_false(trust_accepted(&j, &chain, &(struct user){ 0 }).has_uid);
	j.by = &own;
	assert_int_equal(trust_accepted(&j, &chain, &(struct user){ 0 }).uid,
			 5);
	tree.path_len = strlen(at("a"));
	chain.steps[chain.count - 3].info.uid = 77;
	j.by = &tree;
	ok = trust_accepted(&j, &chain, &(struct user){ 0 });
	assert_true(ok.has_uid && ok.uid == 77);
	assert_false(ok.has_gid);
	ok = trust_accepted(&j, &chain, &(struct user){ .root = 77 });
	assert_false(ok.has_uid);
	ok = trust_accepted(&j, &chain, &(struct user){ .root = 76 });
	assert_true(ok.has_uid);
	/* Whose id is not known here is nobody. */
	chain.steps[chain.count - 3].info.uid = OVERFLOW_UID;
	ok = trust_accepted(&j, &chain, &(struct user){ 0 });
	assert_false(ok.has_uid);
	own.by_path = true;
	own.path_len = tree.path_len;
	j.by = &own;
	assert_int_equal(trust_accepted(&j, &chain, &(struct user){ 0 }).uid,
			 5);
}

/* Names that a line has to escape are found by the path that they are. */
static void escaped_paths(void **state)
{
	static const struct line line = { "allow tree", "w x\\", OWN };
	struct trust trust = with_lines(&line, 1);
	struct chain chain = chain_to("w x\\");

	(void)state;
	assert_int_equal(trust_dir(&trust, &chain).verdict, VERDICT_ALLOWED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdicts),
		cmocka_unit_test(directories),
		cmocka_unit_test(a_denial_follows_what_was_denied),
		cmocka_unit_test(an_exchanged_directory_is_another),
		cmocka_unit_test(no_birth_time_no_following),
		cmocka_unit_test(a_denial_outweighs_the_environment),
		cmocka_unit_test(covers_and_named),
		cmocka_unit_test(covers_denied),
		cmocka_unit_test(accepted_owners),
		cmocka_unit_test(escaped_paths),
	};

	return cmocka_run_group_tests(tests, setup, scratch_remove);
}
