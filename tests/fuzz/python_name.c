/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 49 */
/* .python-version, the interpreter that it asks for, and names of programs. */
#include "formats/python_name.h"
#include "formats/pep440.h"
#include "lib/fuzz.h"
#include "print/msg.h"

/* The parts of NAME make it again, with the letters of a build behind them. */
static void check_name(const char *name)
{
	struct python_name parsed;
	size_t len;

	if (!python_name_parse(name, &parsed))
		return;
	REACHED();
	len = strlen(parsed.base) + strlen(parsed.version);
	CHECK(starts_with(name, formatted("%s%s", parsed.base, parsed.version)));
	CHECK(strspn(name + len, "dmtu") == strlen(name + len));
	CHECK(parsed.free_threaded == (name[len] == 't'));
	CHECK(starts_with(parsed.version, parsed.series));
	CHECK(!*parsed.version || pep440_normalize(parsed.version));
	CHECK(!strchr(name, '/'));
}

/* A word without white space; a comment before it changes nothing. */
static void check_file(const char *text)
{
	const char *word = python_version_word(text);
	struct python_name name;

	CHECK(*word != '#' && !strpbrk(word, "\r\n") && strstr(text, word));
	CHECK_SAME(python_version_word(formatted("# 3.9\n%s", text)), word);
	CHECK_SAME(python_version_word(word), word);
	if (!python_name_asked(word, &name))
		return;
	REACHED();
	CHECK(pep440_are_specifiers(python_specifiers(&name)));
	CHECK(pep440_matches(name.version, python_specifiers(&name)));
}

void fuzz(struct input in)
{
	const char *text = mem_dup(in.at, in.len);

	check_name(text);
	check_file(text);
	(void)pep440_matches("3.12.1", text);
}
