/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 31 32 35 36 37 39 40 */
/* What the records say of a slot. */
#include "core/buf.h"
#include "store.h"

static const struct row rows[] = {
	{ "nothing", "", VENV, VERDICT_NONE, 0 },
	{ "its slot", OURS, VENV, VERDICT_ALLOWED, 1 },
	{ "another name", OURS, "a/p/odd", "a/p/odd", VERDICT_NONE, 0 },
	{ "another project", OURS, "a/q/.venv", "a/q/.venv", VERDICT_NONE, 0 },
	{ "an environment in an environment", OURS, "a/p/.venv/bin", "a/p/.venv/bin", VERDICT_NONE,
	  0 },
	{ "a name that only begins alike", "allow slot @a/p/.venvs in %a/p\n", VENV, VERDICT_NONE,
	  0 },
	{ "a slot is no tree", "allow slot @a/p in %a\n", VENV, VERDICT_NONE, 0 },
	{ "another in its place", "allow slot @a/p/.venv" OTHER "\n", VENV, VERDICT_CHANGED, 1 },
	{ "the inode was used again", "allow slot @a/p/.venv in +a/p\n", VENV, VERDICT_CHANGED, 1 },
	{ "another, and once more", "allow slot @a/p/.venv" OTHER "\n" OURS, VENV, VERDICT_ALLOWED,
	  2 },
	{ "moved, another name", "allow slot @gone/odd in %a/p\n", VENV, VERDICT_NONE, 0 },

	{ "to its target", LEADS, LINK, VERDICT_ALLOWED, 1 },
	{ "to be followed", LEADS, LATENT, VERDICT_ALLOWED, 1 },
	{ "to another", LEADS, "l/.venv", "far/other", VERDICT_CHANGED, 1 },
	{ "to the directory above", LEADS, "l/.venv", "far", VERDICT_CHANGED, 1 },
	{ "a link without a record", "", LATENT, VERDICT_NONE, 0 },
	{ "its target alone is on record", "allow slot @far/e in %far\n", LATENT, VERDICT_NONE, 0 },
	{ "a link where a directory was", "allow slot @l/.venv in %l\n", LINK, VERDICT_CHANGED, 1 },
	{ "the same, not followed", "allow slot @l/.venv in %l\n", LATENT, VERDICT_CHANGED, 1 },
	{ "a directory where a link was", "allow slot @a/p/.venv in %a/p to @far/e\n", VENV,
	  VERDICT_CHANGED, 1 },
	{ "a link that became its target", "allow slot @a/p/.venv in %a/p to @a/p/.venv\n", VENV,
	  VERDICT_CHANGED, 1 },
	{ "a link in another's place", "allow slot @l/.venv" OTHER " to @far/e\n", LATENT,
	  VERDICT_CHANGED, 1 },

	{ "a tree", "allow tree @a in %a\n", VENV, VERDICT_NEW, 1 },
	{ "a tree: the project itself", "allow tree @a/p in %a/p\n", VENV, VERDICT_NEW, 1 },
	{ "a tree: any name", "allow tree @a in %a\n", "a/p/odd", "a/p/odd", VERDICT_NEW, 1 },
	{ "a tree: components", "allow tree @a in %a\n", "ab/venv", "ab/venv", VERDICT_NONE, 0 },
	{ "a tree: replaced", "allow tree @a" OTHER "\n", VENV, VERDICT_NONE, 0 },
	{ "a tree: a link", "allow tree @ in %\n", LINK, VERDICT_NONE, 0 },
	{ "a tree: a link, not followed", "allow tree @ in %\n", LATENT, VERDICT_NONE, 0 },
	{ "a tree: recorded", "allow tree @a in %a\n" OURS, VENV, VERDICT_ALLOWED, 2 },
	{ "a tree: another in its place", "allow tree @a in %a\nallow slot @a/p/.venv" OTHER "\n",
	  VENV, VERDICT_CHANGED, 2 },

	{ "denied: itself", "deny tree @a/p/.venv in %a/p/.venv\n" OURS, VENV, VERDICT_DENIED, 1 },
	{ "denied: its project", OURS "deny tree @a/p in %a/p\n", VENV, VERDICT_DENIED, 2 },
	{ "denied: above", OURS "deny tree @a in %a\n", VENV, VERDICT_DENIED, 2 },
	{ "denied: by path", OURS "deny tree @a\n", VENV, VERDICT_DENIED, 2 },
	{ "denied: what comes there later", OURS "deny tree @a" OTHER "\n", VENV, VERDICT_DENIED,
	  2 },
	{ "denied: in a tree", "allow tree @a/p in %a/p\ndeny tree @a in %a\n", VENV,
	  VERDICT_DENIED, 2 },
	{ "denied: components", OURS "deny tree @a/\\160x\ndeny tree @ab\n", VENV, VERDICT_ALLOWED,
	  1 },
	{ "denied: below", OURS "deny tree @a/p/.venv/bin\n", VENV, VERDICT_ALLOWED, 1 },
	{ "denied: its name", LEADS "deny tree @l/.venv\n", LATENT, VERDICT_DENIED, 2 },
	{ "denied: its name, followed", LEADS "deny tree @l/.venv\n", LINK, VERDICT_DENIED, 2 },
	{ "denied: its name, and moved", LEADS "deny tree @l/.venv" OTHER " elsewhere\n", LINK,
	  VERDICT_ALLOWED, 1 },
	{ "denied: the link's project", LEADS "deny tree @l in %l\n", LATENT, VERDICT_DENIED, 2 },
	{ "denied: the target", LEADS "deny tree @far/e in %far/e\n", LINK, VERDICT_DENIED, 2 },
	{ "denied: above the target", LEADS "deny tree @far in %far\n", LINK, VERDICT_DENIED, 2 },
	{ "denied: elsewhere by now", OURS "deny tree @a/p" OTHER " elsewhere\n", VENV,
	  VERDICT_ALLOWED, 1 },

	{ "damaged: a slot holds", "garbage\n" OURS, VENV, VERDICT_ALLOWED, 2 },
	{ "damaged: a denial holds", "garbage\n" OURS "deny tree @a\n", VENV, VERDICT_DENIED, 3 },
	{ "damaged: no tree counts", "allow tree @a in %a\ngarbage", VENV, VERDICT_NONE, 0 },
	{ "damaged: an allow without identity", "allow slot @a/p/.venv\n", VENV, VERDICT_NONE, 0 },
};

/** What needs birth times */
static const struct row moved[] = {
	{ "moved", "allow slot @gone/.venv in %a/p\n", VENV, VERDICT_CHANGED, 1 },
	{ "a tree: it was moved there", "allow slot @gone/.venv in %a/p\nallow tree @a in %a\n",
	  VENV, VERDICT_NEW, 2 },
	{ "denied and moved", OURS "deny tree @gone in %a/p\n", VENV, VERDICT_DENIED, 2 },
	{ "above, denied and moved", OURS "deny tree @gone in %a\n", VENV, VERDICT_DENIED, 2 },
	{ "moved, and allowed there", OURS "deny tree @gone in %a/p elsewhere\n", VENV,
	  VERDICT_DENIED, 2 },
	{ "the target was moved", LEADS "deny tree @gone in %far/e\n", LINK, VERDICT_DENIED, 2 },
	{ "the inode alone", OURS "deny tree @gone in +a/p\n", VENV, VERDICT_ALLOWED, 1 },
};

static struct trust with(const char *lines)
{
	put_store(STORE, filled(lines));
	return read_store();
}

TEST(verdicts)
{
	foreach(row, rows) {
		struct trust trust = with(row->lines);

		check_row(row, &trust);
	}
}

TEST(verdicts_by_birth_time)
{
	if (!chain_end(chain_to("a"))->info.btime)
		skip_because("no birth times here");
	foreach(row, moved) {
		struct trust trust = with(row->lines);

		check_row(row, &trust);
	}
}

/* An inode number alone is no identity: it is reused. */
TEST(no_birth_time)
{
	struct slot slot = slot_at(VENV);
	struct step *project = &slot.project->steps[slot.project->count - 1];
	struct buf b = BUF_INIT;
	struct trust trust;

	project->info.btime = 0;
	for (int deny = 0; deny < 2; deny++) {
		buf_puts(&b, deny ? "deny tree /gone in " : "allow slot /gone/.venv in ");
		buf_putu(&b, project->info.ino);
		buf_puts(&b, ":0.000000000\n");
	}
	put_store(STORE, b.data);
	trust = read_store();
	assert_int_equal(trust_slot(&trust, &slot).verdict, VERDICT_NONE);
}

/* By path alone, also where a link leads; never against a denial, or where one may be lost. */
TEST(trees_of_the_environment)
{
	static const struct row trees[] = {
		{ "AVENV_TRUST", "", VENV, VERDICT_ALLOWED, 0 },
		{ "AVENV_TRUST: a link into it", "", LINK, VERDICT_ALLOWED, 0 },
		{ "AVENV_TRUST: a link in it", "", LATENT, VERDICT_ALLOWED, 0 },
		{ "AVENV_TRUST: denied", "deny tree @a\n", VENV, VERDICT_DENIED, 1 },
		{ "damaged: no AVENV_TRUST", "allow\n", VENV, VERDICT_NONE, 0 },
		{ "AVENV_TRUST: another in the slot", "allow slot @a/p/.venv" OTHER "\n", VENV,
		  VERDICT_ALLOWED, 0 },
	};

	settings.trust = scratch;
	foreach(row, trees) {
		struct trust trust = with(row->lines);

		check_row(row, &trust);
	}
	settings.trust = path_join(scratch, "l");
	assert_int_equal(ask(&(struct trust){ .settings = &settings }, LINK).verdict, VERDICT_NONE);
	settings.trust = NULL;
}

/* A file that somebody else could have written allows nothing, and hides what it denies. */
TEST(closed)
{
	static const struct {
		const char *name;
		mode_t mode;
	} files[] = { { STORE, 0620 }, { STORE, 0602 }, { "data", 0730 }, { FIRST, 0602 } };

	settings.trust = scratch;
	foreach(row, files) {
		bool first = !strcmp(row->name, FIRST);
		struct trust trust;

		if (first)
			put("-" STORE);
		put_store(first ? FIRST : STORE, filled(first ? OLD_OURS : OURS));
		put_mode(row->name, row->mode);
		trust = read_store();
		row_int(row->name, ask(&trust, VENV).verdict, VERDICT_NONE);
		row_int(row->name, trust.closed, true);
		row_text(row->name, trust.fault, trust_writable);
		put_mode("data", 0700);
	}
	put("-" FIRST);
	settings.trust = NULL;
}

/* Which names are looked for in a parent directory. */
TEST(names)
{
	struct trust trust = with("deny tree @a/x0\nallow tree @a/x1 in %a\n"
				  "allow slot @a/x2 in %a\nallow slot @a/p/x3 in %a/p\n"
				  "allow slot @ab/x4 in %ab\nallow slot @a/x5 in %ab to @far/e\n");
	size_t next = 0;

	assert_string_equal(trust_next(&trust, at("a"), &next)->path, at("a/x2"));
	assert_string_equal(trust_next(&trust, at("a"), &next)->path, at("a/x5"));
	assert_null(trust_next(&trust, at("a"), &next));
	assert_int_equal(trust_named(&trust, at("a"), "x5")->line, 6);
	assert_null(trust_named(&trust, at("a"), "x1"));
	assert_null(trust_named(&trust, at("a"), "x"));
}

/* For a tree of AVENV_TRUST its present owner; for a record nobody. */
TEST(accepted_owners)
{
	const struct chain *chain = chain_to("a/p/.venv");
	struct step *top = &chain->steps[chain->count - 3];
	struct record tree = { .tree = true, .path = at("a"), .path_len = top->len };
	struct judgement j = { 0 };

	top->info.uid = 77;
	assert_int_equal(trust_accepted(&j, chain), 0);
	j.by = &tree;
	assert_int_equal(trust_accepted(&j, chain), 77);
	tree.line = 1;
	assert_int_equal(trust_accepted(&j, chain), 0);
}

MAIN(store_make)
