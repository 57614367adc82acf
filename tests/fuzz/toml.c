/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 49 */
/* TOML: any text as a document, as a string, in a comment and behind a pair. */
#include "formats/toml.h"
#include "core/utf8.h"
#include "lib/fuzz.h"

static const struct toml *parse(const char *before, const char *text, const char *after)
{
	const char *all = joined(before, text, after);

	return toml_parse(all, strlen(all), NULL);
}

/* TEXT has only characters that may stand in a string or a comment of one line. */
static bool is_line(const char *text)
{
	for (uint32_t c; *text; text += utf8_decode(text, &c))
		if (!utf8_decode(text, &c) || (c < 0x20 && c != '\t') || c == 0x7F)
			return false;
	return true;
}

/* Each member leads to its container, and a table finds its own by their keys. */
static void check_tree(const struct toml *value)
{
	for (const struct toml *member = value->first; member; member = member->next) {
		CHECK(value->type == TOML_TABLE || value->type == TOML_ARRAY);
		CHECK(member->parent == value &&
		      (member->key != NULL) == (value->type == TOML_TABLE));
		if (member->key && strlen(member->key) == member->key_len &&
		    !strchr(member->key, '.'))
			CHECK(toml_at(value, member->key) == member);
		CHECK(member->type <= TOML_ARRAY || (member->text && !member->first));
		check_tree(member);
	}
	CHECK(!value->last || !value->last->next);
}

void fuzz(struct input in)
{
	const char *text = mem_dup(in.at, in.len);
	size_t line = 0;
	const struct toml *table = toml_parse(text, in.len, &line);

	if (table) {
		REACHED();
		check_tree(table);
	} else {
		CHECK(line);
	}
	/* A document may follow another one, unless both have the same key. */
	if (is_line(text) && strlen(text) == in.len) {
		CHECK_SAME(!strchr(text, '\'') ? toml_string_at(parse("'' = '", text, "'"), "") :
						 "",
			   !strchr(text, '\'') ? text : "");
		CHECK_SAME(toml_string_at(parse("#", text, "\nx.y = '>=3'\n"), "x.y"), ">=3");
	}
}
