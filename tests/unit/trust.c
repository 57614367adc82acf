/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 31 32 35 36 37 39 40 */
/* The records' word about a slot. */
#include "test.h"

#include "records.h"

#define TREE  "allow tree @a in %a\n"
#define LEADS "allow slot @l/.venv in %l to @far/e at %far\n"
#define OTHER " in 1:1.000000000"

// clang-format off
static const struct row rows[] = {
	{ "nothing", "", VENV, "none" },
	{ "its slot", OURS, VENV, "allowed 1" },
	{ "another name", OURS, "a/p/odd", "none" },
	{ "another project", OURS, "a/q/.venv", "none" },
	{ "an environment in an environment", OURS, "a/p/.venv/bin", "none" },
	{ "a name that only begins alike", "allow slot @a/p/.venvs in %a/p\n", VENV, "none" },
	{ "a slot is no tree", "allow slot @a/p in %a\n", VENV, "none" },
	{ "another in its place", "allow slot @a/p/.venv" OTHER "\n", VENV, "changed 1" },
	{ "the inode was used again", "allow slot @a/p/.venv in +a/p\n", VENV, "changed 1" },
	{ "another, and once more", "allow slot @a/p/.venv" OTHER "\n" OURS, VENV, "allowed 2" },
	{ "moved", "allow slot @gone/.venv in %a/p\n", VENV, "changed 1" },
	{ "moved to where another was", "allow slot @a/p/.venv" OTHER "\nallow slot @gone/.venv in %a/p\n",
	  VENV, "changed 1" },
	{ "moved, another name", "allow slot @gone/odd in %a/p\n", VENV, "none" },

	{ "to its target", LEADS, LINK, "allowed 1" },
	{ "to be followed", LEADS, LATENT, "allowed 1" },
	{ "to another", LEADS, "l/.venv>far/other", "changed 1" },
	{ "to the directory above", LEADS, "l/.venv>far", "changed 1" },
	{ "to another directory's", "allow slot @l/.venv in %l to @far/e at %ab\n", LINK,
	  "changed 1" },
	{ "to another directory's, the inode used again",
	  "allow slot @l/.venv in %l to @far/e at +far\n", LINK, "changed 1" },
	{ "to one that was in another directory", "allow slot @l/.venv in %l to @ab/env at %far\n",
	  LINK, "changed 1" },
	{ "to its own identity", "allow slot @l/.venv in %l to @far/e at %far/e\n", LINK,
	  "changed 1" },
	{ "to it, and once more", LEADS "allow slot @l/.venv in %l to @far/e at %ab\n", LINK,
	  "allowed 1" },
	{ "to it in its own project", "allow slot @a/p/.venv in %a/p to @a/p/odd at %a/p\n",
	  "a/p/.venv>a/p/odd", "allowed 1" },
	{ "a link without a record", "", LATENT, "none" },
	{ "its target alone is on record", "allow slot @far/e in %far\n", LATENT, "none" },
	{ "a link where a directory was", "allow slot @l/.venv in %l\n", LINK, "changed 1" },
	{ "the same, not followed", "allow slot @l/.venv in %l\n", LATENT, "changed 1" },
	{ "a directory where a link was", "allow slot @a/p/.venv in %a/p to @far/e at %far\n",
	  VENV, "changed 1" },
	{ "a link that became its target",
	  "allow slot @a/p/.venv in %a/p to @a/p/.venv at %a/p\n", VENV, "changed 1" },
	{ "a link in another's place", "allow slot @l/.venv" OTHER " to @far/e at %far\n", LATENT,
	  "changed 1" },

	{ "a tree", TREE, VENV, "covered 1" },
	{ "a tree: the project itself", "allow tree @a/p in %a/p\n", VENV, "covered 1" },
	{ "a tree: any name", TREE, "a/p/odd", "covered 1" },
	{ "a tree: components", TREE, "ab/venv", "none" },
	{ "a tree: replaced", "allow tree @a" OTHER "\n", VENV, "none" },
	{ "a tree: a link", "allow tree @ in %\n", LINK, "none" },
	{ "a tree: a link, not followed", "allow tree @ in %\n", LATENT, "none" },
	{ "a tree: recorded", TREE OURS, VENV, "allowed 2" },
	{ "a tree: another in its place", TREE "allow slot @a/p/.venv" OTHER "\n", VENV,
	  "changed 2" },
	{ "moved into a tree", "allow slot @gone/.venv in %a/p\n" TREE, VENV, "changed 1" },

	{ "denied: itself", "deny tree @a/p/.venv in %a/p/.venv\n" OURS, VENV, "denied itself 1" },
	{ "denied: its project", OURS "deny tree @a/p in %a/p\n", VENV, "denied itself 2" },
	{ "denied: above", OURS "deny tree @a in %a\n", VENV, "denied 2" },
	{ "denied: by path", OURS "deny tree @a\n", VENV, "denied 2" },
	{ "denied: what comes there later", OURS "deny tree @a" OTHER "\n", VENV, "denied 2" },
	{ "denied: in a tree", "allow tree @a/p in %a/p\ndeny tree @a in %a\n", VENV, "denied 2" },
	{ "denied: components", OURS "deny tree @a/\\160x\ndeny tree @ab\n", VENV, "allowed 1" },
	{ "denied: below", OURS "deny tree @a/p/.venv/bin\n", VENV, "allowed 1" },
	{ "denied: its name", LEADS "deny tree @l/.venv\n", LATENT, "denied 2" },
	{ "denied: its name, followed", LEADS "deny tree @l/.venv\n", LINK, "denied 2" },
	{ "denied: the link's project", LEADS "deny tree @l in %l\n", LATENT, "denied itself 2" },
	{ "denied: the target", LEADS "deny tree @far/e in %far/e\n", LINK, "denied 2" },
	{ "denied: above the target", LEADS "deny tree @far in %far\n", LINK, "denied 2" },
	{ "moved and denied", OURS "deny tree @gone in %a/p\n", VENV, "denied 2" },
	{ "moved and denied: above", OURS "deny tree @gone in %a\n", VENV, "denied 2" },
	{ "moved and denied: the target", LEADS "deny tree @gone in %far/e\n", LINK, "denied 2" },
	{ "denied: the inode alone", OURS "deny tree @gone in +a/p\n", VENV, "allowed 1" },

	{ "damaged: a slot holds", "garbage\n" OURS, VENV, "allowed 2" },
	{ "damaged: a denial holds", "garbage\n" OURS "deny tree @a\n", VENV, "denied 3" },
	{ "damaged: no tree counts", TREE "garbage", VENV, "none" },
	{ "damaged: an allow without identity", "allow slot @a/p/.venv\n", VENV, "none" },
	{ "damaged: a target without identity", "allow slot @l/.venv in %l to @far/e\n", LINK,
	  "none" },
};

/* By path alone, also where a link leads; never against a denial, or where one may be lost. */
static const struct row in_avenv_trust[] = {
	{ "AVENV_TRUST", "", VENV, "allowed 0" },
	{ "AVENV_TRUST: a link into it", "", LINK, "allowed 0" },
	{ "AVENV_TRUST: a link in it", "", LATENT, "allowed 0" },
	{ "AVENV_TRUST: denied", "deny tree @a\n", VENV, "denied 1" },
	{ "AVENV_TRUST: another in the slot", "allow slot @a/p/.venv" OTHER "\n", VENV,
	  "allowed 0" },
	{ "damaged: no AVENV_TRUST", "allow\n", VENV, "none" },
};
// clang-format on

static void check(const struct row *row)
{
	struct trust trust = with(RECORDS, row->lines);

	row_text(row->name, answer(&trust, row->slot), row->wanted);
	row_int(row->name, trust.bad_line != 0, starts_with(row->name, "damaged"));
	/* The helper parses only records near the shell's directory, as long as these decide. */
	trust = with(RECORDS, row->lines);
	trust.near = slot_of(row->slot).project->path;
	row_text(row->name, answer(&trust, row->slot), row->wanted);
}

TEST(words)
{
	bool births = chain_end(chain_to("a"))->info.id.btime;

	foreach(row, rows)
		if (births || !starts_with(row->name, "moved"))
			check(row);
}

/* A file of more than one part: no line is lost or cut, and lines are counted. */
TEST(large_file)
{
	static const char far[] = "allow slot /far/away/.venv in 1:1.000000000\n";
	const char *ours = filled("allow slot @a/p/.venv in %a/p\n");
	struct buf b = BUF_INIT;
	unsigned count = 3 * LINES_MAX / (unsigned)strlen(far);
	struct slot slot = slot_of(VENV);
	const struct record *record;
	struct trust trust;

	for (unsigned i = 1; i <= count; i++)
		buf_puts(&b, i % 1000 ? far : ours);
	buf_puts(&b, "garbage");
	trust = with(RECORDS, b.data);
	trust.near = slot.project->path;
	assert_int_equal(trust_word(&trust, &slot, &record), WORD_ALLOWED);
	assert_int_equal(trust.count, count / 1000);
	assert_int_equal(trust.bad_line, count + 1);
	trust.whole = false;
	trust_load(&trust);
	assert_int_equal(trust.count, count);
	assert_int_equal(trust.bad_line, count + 1);
}

TEST(trees_of_the_environment)
{
	settings.trust = scratch;
	foreach(row, in_avenv_trust)
		check(row);
	settings.trust = at("l");
	check(&(struct row){ "a link out of AVENV_TRUST", "", LINK, "none" });
	settings.trust = NULL;
}

/* An inode number alone is no identity: it is reused. */
TEST(no_birth_time)
{
	struct slot slot = slot_of(VENV);
	struct path_dir *project = &slot.project->dirs[slot.project->count - 1];
	unsigned long long ino = project->info.id.ino;
	struct trust trust = with(RECORDS, formatted("allow slot /gone/.venv in %llu:0.000000000\n"
						     "deny tree /gone in %llu:0.000000000\n",
						     ino, ino));
	const struct record *record;

	project->info.id.btime = 0;
	assert_int_equal(trust_word(&trust, &slot, &record), WORD_NONE);
	/* At its own path it decides, where the record or the directory has no more. */
	trust = with(RECORDS, OURS);
	assert_int_equal(trust_word(&trust, &slot, &record), WORD_ALLOWED);
	trust = with(RECORDS, formatted("allow slot @a/p/.venv in %llu:0.000000000\n", ino));
	slot = slot_of(VENV);
	assert_int_equal(trust_word(&trust, &slot, &record), WORD_ALLOWED);
}

/* Which names are looked for in a parent directory. */
TEST(names)
{
	struct trust trust = with(RECORDS, "deny tree @a/x0\nallow tree @a/x1 in %a\n"
					   "allow slot @a/x2 in %a\nallow slot @a/p/x3 in %a/p\n"
					   "allow slot @ab/x4 in %ab\n"
					   "allow slot @a/x5 in %ab to @far/e at %far\n");
	size_t next = 0;

	assert_string_equal(trust_next(&trust, real_path_kept(at("a")), &next)->path, at("a/x2"));
	assert_string_equal(trust_next(&trust, real_path_kept(at("a")), &next)->path, at("a/x5"));
	assert_null(trust_next(&trust, real_path_kept(at("a")), &next));
	assert_int_equal(trust_named(&trust, real_path_kept(at("a")), "x5")->line, 6);
	assert_null(trust_named(&trust, real_path_kept(at("a")), "x1"));
	assert_null(trust_named(&trust, real_path_kept(at("a")), "x"));
}

/* For a tree of AVENV_TRUST its present owner; for a record nobody. */
TEST(accepted_owners)
{
	const struct chain *chain = chain_to("a/p/.venv");
	struct path_dir *top = &chain->dirs[chain->count - 3];
	struct record tree = { .tree = true, .path = at("a") };

	top->info.uid = 77;
	assert_int_equal(trust_accepted(NULL, chain), 0);
	assert_int_equal(trust_accepted(&tree, chain), 77);
	top->info.uid = 77777;
	assert_int_equal(trust_accepted(&tree, chain), 77777);
	top->info.uid = OVERFLOW_UID;
	assert_int_equal(trust_accepted(&tree, chain), 0);
	top->info.uid = 77;
	tree.line = 1;
	assert_int_equal(trust_accepted(&tree, chain), 0);
}

MAIN(store_make)
