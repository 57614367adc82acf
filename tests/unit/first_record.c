/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 35 36 42 */
/* Records of the first edition: as they are, and converted. */
#include "test.h"

#include "records.h"
#include "records/change.h"

/* A line of the first edition on NAME; another directory has that place by now. */
#define WAS(words, name)      words " %" name " 0 - - @" name "\n"
#define REPLACED(words, name) words " +" name " 0 - - @" name "\n"
#define WAS_LINK              WAS("allow dir", "l") WAS("allow env", "far/e")

// clang-format off
static const struct row firsts[] = {
	{ "a project", WAS("allow dir", "a/p"), VENV, "allowed 1" },
	{ "a project, by path", "allow dir path 0 - - @a/p\n", VENV, "allowed 1" },
	{ "a project: a usual name", "# avenv trust 1\n" WAS("allow dir", "ab"), "ab/env",
	  "allowed 2" },
	{ "a project: another name", WAS("allow dir", "a/p"), "a/p/odd", "none" },
	{ "a project: replaced", REPLACED("allow dir", "a/p"), VENV, "changed 1" },
	{ "a project above", WAS("allow dir", "a"), VENV, "none" },
	{ "an environment is a tree", WAS("allow env", "a/p/odd"), "a/p/odd", "new 1" },
	{ "an environment: replaced", REPLACED("allow env", "a/p/odd"), "a/p/odd", "none" },
	{ "a tree", WAS("allow tree", "a"), VENV, "new 1" },
	{ "a link is asked anew", WAS_LINK, LINK, "changed 1" },
	{ "denied", WAS("allow dir", "a/p") WAS("deny dir", "a"), VENV, "denied 2" },
	{ "denied: itself", WAS("allow dir", "a/p") WAS("deny env", "a/p/.venv"), VENV,
	  "denied 2" },
	{ "denied: an exception", WAS("allow dir", "a/p") "deny tree path 0 - - @a\n", VENV,
	  "denied 2" },
	{ "damaged", WAS("allow tree", "a") "deny dir\n", VENV, "none" },
	{ "damaged: a line of this edition", OURS, VENV, "none" },
};

/** What becomes of it, and what is named as lost */
static const struct {
	const char *name, *lines, *wanted, *lost;
} converted[] = {
	{ "a project", WAS("allow dir", "a/p"), OURS, "" },
	{ "a project: the names that are there", WAS("allow dir", "ab"),
	  "allow slot @ab/venv in %ab\nallow slot @ab/env in %ab\n", "" },
	{ "a project: none is there", WAS("allow dir", "none"), "allow slot @none/.venv in %none\n",
	  "" },
	{ "a project: none is there, replaced", REPLACED("allow dir", "none"), "", "'@none'" },
	{ "a project: by path", "allow dir path 0 - - @a/p\n", OURS, "" },
	{ "a project: replaced", REPLACED("allow dir", "a/p"), "", "'@a/p'" },
	{ "a project: gone", "allow dir 1:1.000000000 0 - - @gone\n", "", "'@gone'" },
	{ "a project: shared", "allow dir %a/p 0 5 shared @a/p\n",
	  "allow slot @a/p/.venv in %a/p shared\n", "" },
	{ "a project: with a clone", WAS("allow dir", "clone"), "", "'@clone'" },
	{ "a project: it leads nowhere", WAS("allow dir", "dead"), "", "'@dead'" },
	{ "a project: twice, named once",
	  REPLACED("allow dir", "a/p") "allow dir path 0 - - @gone\n"
	  REPLACED("allow dir", "a/p"), "", "'@a/p', '@gone'" },
	{ "an environment", WAS("allow env", "a/p/odd"), "allow tree @a/p/odd in %a/p/odd\n", "" },
	{ "an environment: replaced", REPLACED("allow env", "a/p/odd"), "", "'@a/p/odd'" },
	{ "a tree", WAS("allow tree", "a"), "allow tree @a in %a\n", "" },
	{ "a tree: by path", "allow tree path 0 - shared @a\n", "allow tree @a in %a\n", "" },
	{ "a tree: replaced", REPLACED("allow tree", "a"), "", "'@a'" },
	{ "a link is asked anew", WAS_LINK, "allow tree @far/e in %far/e\n", "'@l'" },
	{ "a redirect is asked anew", WAS("allow dir", "r"), "", "'@r'" },
	{ "denials",
	  WAS("deny dir", "a") "deny env path 0 - shared @ab\ndeny tree %a 0 - moved @gone\n",
	  "deny tree @a in %a\ndeny tree @ab\ndeny tree @gone in %a\n", "" },
	{ "an exception to a denial", WAS("allow dir", "a/p") WAS("deny tree", "a"),
	  "deny tree @a in %a\n", "'@a/p'" },
	{ "a tree in a denied one", WAS("allow tree", "a/p") WAS("deny tree", "a"),
	  "deny tree @a in %a\n", "'@a/p'" },
};
// clang-format on

TEST(as_they_are)
{
	foreach(row, firsts) {
		struct trust trust = with(FIRST, row->lines);

		row_text(row->name, answer(&trust, row->slot), row->wanted);
		row_int(row->name, trust.first, true);
		row_int(row->name, trust.bad_line != 0, starts_with(row->name, "damaged"));
	}
}

/* Not if others can write to the file, and not beside one of today. */
TEST(not_read)
{
	struct trust trust = with(FIRST, WAS("allow dir", "a/p"));

	put_mode(FIRST, 0602);
	assert_string_equal(answer(&trust, VENV), "none");
	assert_true(ends_with(trust.fault, trust_writable));
	with(FIRST, WAS("allow dir", "a/p"));
	trust = with(RECORDS, "# nothing\n");
	assert_string_equal(answer(&trust, VENV), "none");
	assert_false(trust.first);
}

TEST(conversion)
{
	if (!chain_end(chain_to("a"))->info.btime)
		skip();
	foreach(row, converted) {
		struct trust trust = {
			.settings = &settings, .loaded = true, .file = "trust", .first = true
		};
		struct buf b = BUF_INIT, lost = BUF_INIT;
		char *text = filled(row->lines);

		buf_puts(&b, "");
		buf_puts(&lost, "");
		trust_read(&trust, text, strlen(text));
		row_text(row->name, trust.fault, NULL);
		records_convert(&trust, &b, &lost);
		row_text(row->name, b.data, filled(row->wanted));
		row_text(row->name, lost.data, filled(row->lost));
	}
}

MAIN(store_make)
