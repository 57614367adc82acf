/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 31 33 35 36 37 40 */
/* The verdict of the records about an environment. */
#include "core/buf.h"
#include "core/find.h"
#include "store.h"

/*
 * A record as the tests write it: "allow dir PATH", in the scratch directory.  Before
 * the path "@": by path alone; "~": the identity of something else; "+": the same
 * inode, born one nanosecond later.
 */
static void put_line(struct buf *b, const char *line)
{
	const char *words_end = strrchr(line, ' '), *name = words_end + 1;
	char kind = strchr("@~+", *name) ? *name : ' ';
	struct file_info info = { .ino = 1, .btime = 1 };
	char id[64] = "path";
	const char *path;

	name += kind != ' ';
	path = *name ? at(name) : scratch;
	if (kind == ' ' || kind == '+')
		assert_int_equal(file_lstat(path, &info), 0);
	info.btime += kind == '+';
	if (kind != '@')
		snprintf(id, sizeof(id), "%llu:%lld.%09lld", (unsigned long long)info.ino,
			 (long long)(info.btime / 1000000000),
			 (long long)(info.btime % 1000000000));
	buf_put(b, line, (size_t)(words_end - line));
	buf_putl(b, " ", id, " - - - ", path, "\n");
}

/* LINES are at most COUNT, or end in a NULL. */
static struct trust with_lines(const char *const *lines, size_t count)
{
	struct buf b = BUF_INIT;

	buf_puts(&b, "");
	for (size_t i = 0; i < count && lines[i]; i++)
		put_line(&b, lines[i]);
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
	const char *lines[4];
	const char *env, *project;
	bool fixed;
	enum verdict wanted;
	/** the line that decided, from 1 */
	unsigned by;
} rows[] = {
	{ "no record", { 0 }, VENV, VERDICT_NONE, 0 },
	{ "a project's", { "allow dir a/p" }, VENV, VERDICT_ALLOWED, 1 },
	{ "a project's, by path", { "allow dir @a/p" }, VENV, VERDICT_ALLOWED, 1 },
	{ "a project's, denied", { "deny dir a/p" }, VENV, VERDICT_DENIED, 1 },
	{ "its own", { "allow env a/p/.venv" }, VENV, VERDICT_ALLOWED, 1 },
	{ "its own, denied", { "deny env a/p/.venv" }, VENV, VERDICT_DENIED, 1 },

	{ "odd, a project's does not reach", { "allow dir a/p" }, ODD, VERDICT_NONE, 0 },
	{ "odd, a project's denial does", { "deny dir a/p" }, ODD, VERDICT_DENIED, 1 },
	{ "odd, its own", { "allow env a/p/odd" }, ODD, VERDICT_ALLOWED, 1 },
	{ "odd, a tree's", { "allow tree a" }, ODD, VERDICT_ALLOWED, 1 },
	{ "odd, changed project is no news", { "allow dir ~a/p" }, ODD, VERDICT_NONE, 0 },

	{ "elsewhere, the project's does not reach", { "allow dir a/p" }, AWAY, VERDICT_NONE, 0 },
	{ "elsewhere, as long as a project's name", { "allow dir els" }, "els/env", "a/p", true,
	  VERDICT_NONE, 0 },
	{ "elsewhere, its own", { "allow env els/env" }, AWAY, VERDICT_ALLOWED, 1 },
	{ "elsewhere, a tree's", { "allow tree els" }, AWAY, VERDICT_ALLOWED, 1 },
	{ "elsewhere, denied", { "deny env els/env" }, AWAY, VERDICT_DENIED, 1 },

	{ "a directory above is no tree", { "allow dir a" }, VENV, VERDICT_NONE, 0 },
	{ "a denied directory above denies", { "deny dir a" }, VENV, VERDICT_DENIED, 1 },
	{ "a project above", { "allow dir a/p" }, DEEP, VERDICT_NONE, 0 },
	{ "an environment's word is not its project's", { "allow env a/p" }, VENV, VERDICT_NONE,
	  0 },
	{ "a denied environment's denies what lies in it", { "deny env a/p" }, VENV, VERDICT_DENIED,
	  1 },
	{ "a tree above", { "allow tree a" }, VENV, VERDICT_ALLOWED, 1 },
	{ "the whole of it", { "allow tree @" }, VENV, VERDICT_ALLOWED, 1 },
	{ "a tree's denial", { "deny tree a" }, VENV, VERDICT_DENIED, 1 },

	{ "components: a is not ab", { "allow tree a" }, "ab/p/.venv", "ab/p", true, VERDICT_NONE,
	  0 },
	{ "components: denials too", { "allow tree @", "deny tree a" }, "ab/p/.venv", "ab/p", true,
	  VERDICT_ALLOWED, 1 },

	{ "the nearest: allowed in a denied tree", { "deny tree a", "allow dir a/p" }, VENV,
	  VERDICT_ALLOWED, 2 },
	{ "the nearest: whichever is first", { "allow dir a/p", "deny tree a" }, VENV,
	  VERDICT_ALLOWED, 1 },
	{ "the nearest: denied in an allowed tree", { "allow tree a", "deny dir a/p" }, VENV,
	  VERDICT_DENIED, 2 },
	{ "the nearest: its own over its project's", { "deny dir a/p", "allow env a/p/.venv" },
	  VENV, VERDICT_ALLOWED, 2 },
	{ "the nearest: denied in an allowed project", { "allow dir a/p", "deny env a/p/.venv" },
	  VENV, VERDICT_DENIED, 2 },
	{ "both of one place: the denial", { "allow dir a/p", "deny dir a/p" }, VENV,
	  VERDICT_DENIED, 2 },
	{ "both, the other way round", { "deny dir a/p", "allow dir a/p" }, VENV, VERDICT_DENIED,
	  1 },

	{ "changed", { "allow dir ~a/p" }, VENV, VERDICT_CHANGED, 1 },
	{ "changed: the inode was used again", { "allow dir +a/p" }, VENV, VERDICT_CHANGED, 1 },
	{ "changed, its own", { "allow env ~a/p/.venv" }, VENV, VERDICT_CHANGED, 1 },
	{ "changed: the search goes on upwards", { "allow dir ~a/p", "allow tree a" }, VENV,
	  VERDICT_ALLOWED, 2 },
	{ "changed: a denial above counts", { "allow dir ~a/p", "deny tree a" }, VENV,
	  VERDICT_DENIED, 2 },
	{ "changed: its own, the project's counts", { "allow env ~a/p/.venv", "allow dir a/p" },
	  VENV, VERDICT_ALLOWED, 2 },
	{ "changed, and once more as it is", { "allow dir ~a/p", "allow dir a/p" }, VENV,
	  VERDICT_ALLOWED, 2 },
	{ "a denial never goes stale", { "deny dir ~a/p" }, VENV, VERDICT_DENIED, 1 },

	{ "elsewhere in the store", { "allow dir ab/p", "deny tree els", "allow env els/env",
	  "allow dir a/p" }, VENV, VERDICT_ALLOWED, 4 },
};
// clang-format on

TEST(verdicts)
{
	foreach(row, rows) {
		struct trust trust = with_lines(row->lines, 4);
		struct chain chain = chain_to(row->env);
		const char *project = row->project ? at(row->project) : NULL;
		struct judgement j = trust_env(&trust, &chain, project, row->fixed);

		row_int(row->name, j.verdict, row->wanted);
		row_int(row->name, j.by ? j.by->line : 0, row->by);
		row_int(row->name, trust.fault, TRUST_SOUND);
	}
}

/* A deny follows the directory, an allow does not. */
TEST(denied_and_moved)
{
	static const struct {
		const char *line;
		enum verdict wanted;
	} moves[] = {
		{ "deny dir was", VERDICT_DENIED },
		{ "allow dir was", VERDICT_NONE },
		{ "deny dir @was", VERDICT_NONE },
	};
	struct file_info info;

	put("was/ was/.venv/");
	assert_int_equal(file_lstat(at("was"), &info), 0);
	if (!info.btime)
		skip();
	foreach(row, moves) {
		struct trust trust = with_lines(&row->line, 1);
		struct chain chain;

		assert_int_equal(rename(at("was"), at("is")), 0);
		chain = chain_to("is/.venv");
		row_int(row->line, trust_env(&trust, &chain, at("is"), true).verdict, row->wanted);
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
	assert_int_equal(trust_env(&trust, &chain, at("a/p"), true).verdict, VERDICT_NONE);
}

TEST(denied_in_a_trusted_tree)
{
	static const char *const denied = "deny dir a/p";
	struct chain chain = chain_to("a/p/.venv");
	struct trust trust;

	settings.trust = scratch;
	trust = with_lines(&denied, 1);
	assert_int_equal(trust_env(&trust, &chain, at("a/p"), true).verdict, VERDICT_DENIED);
	settings.trust = NULL;
}

/* Which directories are searched for oddly named environments. */
TEST(trees_and_names)
{
	static const char *const lines[] = {
		"allow tree a/p",
		"deny tree ab",
		"allow tree ~ab/p",
		"allow tree ~gone",
		"allow dir els",
		"allow env @a/x1",
		"deny env @a/x2",
		"allow dir @a/x3",
		"allow env @a/p/x4",
		/* as long a path as that of "a" */
		"allow env @b/x6",
		"allow env @a/x5",
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
	assert_int_equal(trust_accepted(&j, &chain, &(struct user){ 0 }).uid, 5);
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
