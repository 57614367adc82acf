/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 35 36 42 */
/* Records of the first edition: as they are, and converted. */
#include "core/buf.h"
#include "records/change.h"
#include "store.h"

static const struct row firsts[] = {
	{ "a project", OLD_OURS, VENV, VERDICT_ALLOWED, 1 },
	{ "a project, by path", "allow dir path" OLD "@a/p\n", VENV, VERDICT_ALLOWED, 1 },
	{ "a project: a usual name", "# avenv trust 1\nallow dir %ab" OLD "@ab\n", "ab/env",
	  "ab/env", VERDICT_ALLOWED, 2 },
	{ "a project: another name", "allow dir %a/p" OLD "@a/p\n", "a/p/odd", "a/p/odd",
	  VERDICT_NONE, 0 },
	{ "a project: replaced", "allow dir +a/p" OLD "@a/p\n", VENV, VERDICT_CHANGED, 1 },
	{ "a project above", "allow dir %a" OLD "@a\n", VENV, VERDICT_NONE, 0 },
	{ "an environment", "allow env %a/p/odd" OLD "@a/p/odd\n", "a/p/odd", "a/p/odd",
	  VERDICT_ALLOWED, 1 },
	{ "an environment: replaced", "allow env +a/p/odd" OLD "@a/p/odd\n", "a/p/odd", "a/p/odd",
	  VERDICT_CHANGED, 1 },
	{ "a tree", "allow tree %a" OLD "@a\n", VENV, VERDICT_NEW, 1 },
	{ "a link is asked anew", OLD_LINK "allow env %far/e" OLD "@far/e\n", LINK, VERDICT_CHANGED,
	  1 },
	{ "denied", "allow dir %a/p" OLD "@a/p\ndeny dir %a" OLD "@a\n", VENV, VERDICT_DENIED, 2 },
	{ "denied: itself", "allow dir %a/p" OLD "@a/p\ndeny env %a/p/.venv" OLD "@a/p/.venv\n",
	  VENV, VERDICT_DENIED, 2 },
	{ "denied: an exception", "allow dir %a/p" OLD "@a/p\ndeny tree path" OLD "@a\n", VENV,
	  VERDICT_DENIED, 2 },
	{ "damaged", "allow tree %a" OLD "@a\ndeny dir\n", VENV, VERDICT_NONE, 0 },
	{ "a line of this edition", OURS, VENV, VERDICT_NONE, 0 },
};

TEST(of_the_first_edition)
{
	foreach(row, firsts) {
		struct trust trust;

		put_store(FIRST, filled(row->lines));
		trust = read_store();
		trust_load(&trust);
		row_int(row->name, trust.first, true);
		if (row->wanted == VERDICT_NONE && row->lines[6] == 's')
			row_int(row->name, trust.bad_line, 1);
		else
			check_row(row, &trust);
	}
}

TEST(only_where_there_is_no_other)
{
	struct trust trust;

	put_store(FIRST, filled(OLD_OURS));
	put_store(STORE, "# nothing\n");
	trust = read_store();
	assert_int_equal(ask(&trust, VENV).verdict, VERDICT_NONE);
	assert_false(trust.first);
}

static const struct {
	const char *name, *lines, *wanted, *lost;
} converted[] = {
	{ "a project", OLD_OURS, OURS, "" },
	{ "a project: the names that are there", "allow dir %ab" OLD "@ab\n",
	  "allow slot @ab/venv in %ab\nallow slot @ab/env in %ab\n", "" },
	{ "a project: none is there", "allow dir %none" OLD "@none\n",
	  "allow slot @none/.venv in %none\n", "" },
	{ "a project: none is there, replaced", "allow dir +none" OLD "@none\n", "", "'@none'" },
	{ "a project: by path", "allow dir path" OLD "@a/p\n", OURS, "" },
	{ "a project: replaced", "allow dir +a/p" OLD "@a/p\n", "", "'@a/p'" },
	{ "a project: gone", "allow dir 1:1.000000000" OLD "@gone\n", "", "'@gone'" },
	{ "a project: shared", "allow dir %a/p 0 5 shared @a/p\n",
	  "allow slot @a/p/.venv in %a/p shared\n", "" },
	{ "a project: with a clone", "allow dir %clone" OLD "@clone\n", "", "'@clone'" },
	{ "a project: it leads nowhere", "allow dir %dead" OLD "@dead\n", "", "'@dead'" },
	{ "a project: twice, named once",
	  "allow dir +a/p" OLD "@a/p\nallow dir path" OLD "@gone\nallow dir +a/p" OLD "@a/p\n", "",
	  "'@a/p', '@gone'" },
	{ "an environment", "allow env %a/p/odd" OLD "@a/p/odd\n", "allow slot @a/p/odd in %a/p\n",
	  "" },
	{ "an environment: replaced", "allow env +a/p/odd" OLD "@a/p/odd\n", "", "'@a/p/odd'" },
	{ "an environment: none any more", "allow env %a/q" OLD "@a/q\n", "", "'@a/q'" },
	{ "a tree", "allow tree %a" OLD "@a\n", "allow tree @a in %a\n", "" },
	{ "a tree: by path", "allow tree path 0 - shared @a\n", "allow tree @a in %a\n", "" },
	{ "a tree: replaced", "allow tree +a" OLD "@a\n", "", "'@a'" },
	{ "a link is asked anew", OLD_LINK "allow env %far/e" OLD "@far/e\n",
	  "allow slot @far/e in %far\n", "'@l'" },
	{ "a redirect is asked anew", "allow dir %r" OLD "@r\n", "", "'@r'" },
	{ "denials",
	  "deny dir %a" OLD "@a\ndeny env path 0 - shared @ab\ndeny tree %a" OLD_MOVED "@gone\n",
	  "deny tree @a in %a\ndeny tree @ab\ndeny tree @gone in %a elsewhere\n", "" },
	{ "an exception to a denial", OLD_OURS "deny tree %a" OLD "@a\n", "deny tree @a in %a\n",
	  "'@a/p'" },
	{ "a tree in a denied one", "allow tree %a/p" OLD "@a/p\ndeny tree %a" OLD "@a\n",
	  "deny tree @a in %a\n", "'@a/p'" },
};

TEST(conversion)
{
	if (!chain_end(chain_to("a"))->info.btime)
		skip_because("no birth times here");
	foreach(row, converted) {
		struct trust trust = read_store();
		struct buf b = BUF_INIT, lost = BUF_INIT;
		char *text = filled(row->lines);

		buf_puts(&b, "");
		buf_puts(&lost, "");
		trust.loaded = trust.first = true;
		trust_read(&trust, text, strlen(text), "trust", true);
		row_text(row->name, trust.fault, NULL);
		records_convert(&trust, &b, &lost);
		row_text(row->name, b.data, filled(row->wanted));
		row_text(row->name, lost.data, filled(row->lost));
	}
}

MAIN(store_make)
