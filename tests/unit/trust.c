/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 31 33 35 36 37 40 */
/* The verdict of the records about an environment. */
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
	buf_putl(b, line->words, " ", id, " - - - ", path, "\n");
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
	if (scratch_make(state))
		return -1;
	put("a/ a/p/ a/p/.venv/ a/p/odd/ a/p/q/ a/p/q/.venv/ ab/ ab/p/ ab/p/.venv/ "
	    "els/ els/env/");
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
	{ "its own, denied", { { "deny env", "a/p/.venv", OWN } }, VENV, VERDICT_DENIED, 1 },

	{ "odd, a project's does not reach", { { "allow dir", "a/p", OWN } }, ODD, VERDICT_NONE, 0 },
	{ "odd, a project's denial does", { { "deny dir", "a/p", OWN } }, ODD, VERDICT_DENIED, 1 },
	{ "odd, its own", { { "allow env", "a/p/odd", OWN } }, ODD, VERDICT_ALLOWED, 1 },
	{ "odd, a tree's", { { "allow tree", "a", OWN } }, ODD, VERDICT_ALLOWED, 1 },
	{ "odd, changed project is no news", { { "allow dir", "a/p", ANOTHER } }, ODD, VERDICT_NONE, 0 },

	{ "elsewhere, the project's does not reach", { { "allow dir", "a/p", OWN } }, AWAY, VERDICT_NONE, 0 },
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
	{ "components: denials too", { { "allow tree", "", BY_PATH }, { "deny tree", "a", OWN } }, "ab/p/.venv", "ab/p", true, VERDICT_ALLOWED, 1 },

	{ "the nearest: allowed in a denied tree", { { "deny tree", "a", OWN }, { "allow dir", "a/p", OWN } }, VENV, VERDICT_ALLOWED, 2 },
	{ "the nearest: whichever is first", { { "allow dir", "a/p", OWN }, { "deny tree", "a", OWN } }, VENV, VERDICT_ALLOWED, 1 },
	{ "the nearest: denied in an allowed tree", { { "allow tree", "a", OWN }, { "deny dir", "a/p", OWN } }, VENV, VERDICT_DENIED, 2 },
	{ "the nearest: its own over its project's", { { "deny dir", "a/p", OWN }, { "allow env", "a/p/.venv", OWN } }, VENV, VERDICT_ALLOWED, 2 },
	{ "the nearest: denied in an allowed project", { { "allow dir", "a/p", OWN }, { "deny env", "a/p/.venv", OWN } }, VENV, VERDICT_DENIED, 2 },
	{ "both of one place: the denial", { { "allow dir", "a/p", OWN }, { "deny dir", "a/p", OWN } }, VENV, VERDICT_DENIED, 2 },
	{ "both, the other way round", { { "deny dir", "a/p", OWN }, { "allow dir", "a/p", OWN } }, VENV, VERDICT_DENIED, 1 },

	{ "changed", { { "allow dir", "a/p", ANOTHER } }, VENV, VERDICT_CHANGED, 1 },
	{ "changed: the inode was used again", { { "allow dir", "a/p", BORN_LATER } }, VENV, VERDICT_CHANGED, 1 },
	{ "changed, its own", { { "allow env", "a/p/.venv", ANOTHER } }, VENV, VERDICT_CHANGED, 1 },
	{ "changed: the search goes on upwards", { { "allow dir", "a/p", ANOTHER }, { "allow tree", "a", OWN } }, VENV, VERDICT_ALLOWED, 2 },
	{ "changed: a denial above counts", { { "allow dir", "a/p", ANOTHER }, { "deny tree", "a", OWN } }, VENV, VERDICT_DENIED, 2 },
	{ "changed: its own, the project's counts", { { "allow env", "a/p/.venv", ANOTHER }, { "allow dir", "a/p", OWN } }, VENV, VERDICT_ALLOWED, 2 },
	{ "changed, and once more as it is", { { "allow dir", "a/p", ANOTHER }, { "allow dir", "a/p", OWN } }, VENV, VERDICT_ALLOWED, 2 },
	{ "a denial never goes stale", { { "deny dir", "a/p", ANOTHER } }, VENV, VERDICT_DENIED, 1 },

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

TEST(verdicts)
{
	foreach(row, rows) {
		struct trust trust =
			with_lines(row->lines, count_lines(row->lines));
		struct chain chain = chain_to(row->env);
		const char *project = row->project ? at(row->project) : NULL;
		struct judgement j =
			trust_env(&trust, &chain, project, row->fixed);

		row_int(row->name, j.verdict, row->wanted);
		row_int(row->name, j.by ? j.by->line : 0, row->by);
		row_int(row->name, trust.fault, TRUST_SOUND);
	}
}

/* A deny follows the directory, an allow does not. */
TEST(denied_and_moved)
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

	put("was/ was/.venv/");
	assert_int_equal(file_lstat(at("was"), &info), 0);
	if (!info.btime)
		skip();
	foreach(row, moves) {
		struct trust trust = with_lines(row->line, 1);
		struct chain chain;

		assert_int_equal(rename(at("was"), at("is")), 0);
		chain = chain_to("is/.venv");
		row_int(row->name,
			trust_env(&trust, &chain, at("is"), true).verdict,
			row->wanted);
		assert_int_equal(rename(at("is"), at("was")), 0);
	}
}

/* An inode number alone is no identity: it is reused. */
TEST(denied_and_moved_without_birth_time)
{
	struct trust trust;
	struct chain chain = chain_to("a/p/.venv");
	struct step *project = &chain.steps[chain.count - 2];
	char text[200];

	project->info.btime = 0;
	snprintf(text, sizeof(text), "deny dir %llu:0.000000000 - - - /gone\n",
		 (unsigned long long)project->info.ino);
	put_store(text);
	trust = read_store();
	assert_int_equal(trust_env(&trust, &chain, at("a/p"), true).verdict,
			 VERDICT_NONE);
}

TEST(denied_in_a_trusted_tree)
{
	static const struct line denied = { "deny dir", "a/p", OWN };
	struct chain chain = chain_to("a/p/.venv");
	struct trust trust;

	settings.trust = scratch;
	trust = with_lines(&denied, 1);
	assert_int_equal(trust_env(&trust, &chain, at("a/p"), true).verdict,
			 VERDICT_DENIED);
	settings.trust = NULL;
}

/* Which directories are searched for oddly named environments. */
TEST(trees_and_names)
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

	assert_true(trust_covers(&trust, at("a/p")));
	assert_true(trust_covers(&trust, at("a/p/q")));
	assert_false(trust_covers(&trust, at("a")));
	assert_false(trust_covers(&trust, at("a/pq")));
	assert_false(trust_covers(&trust, at("ab")));
	/* Another directory than the allowed one, or none. */
	assert_false(trust_covers(&trust, at("ab/p")));
	assert_false(trust_covers(&trust, at("gone")));
	assert_false(trust_covers(&trust, at("els")));
	for (int i = 1; i <= 5; i += 4)
		assert_string_equal(trust_named(&trust, at("a"), &next)->path,
				    at(i == 1 ? "a/x1" : "a/x5"));
	assert_null(trust_named(&trust, at("a"), &next));
}

/* Owner and group: those of the record, else for a tree by path its present ones. */
TEST(accepted_owners)
{
	struct chain chain = chain_to("a/p/.venv");
	struct record own = { .accepted = { .uid = 5, .has_uid = true } };
	struct record plain = { 0 };
	struct record tree = { .by_path = true, .tree = true };
	struct judgement j = { 0 };
	struct accepted ok;

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
	/* An owner with an unknown id is nobody. */
	chain.steps[chain.count - 3].info.uid = OVERFLOW_UID;
	ok = trust_accepted(&j, &chain, &(struct user){ 0 });
	assert_false(ok.has_uid);
}

MAIN(setup, scratch_remove)
