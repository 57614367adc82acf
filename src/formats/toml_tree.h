/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree of a parsed TOML document: looking up values, and for the parser adding them. */
#ifndef AVENV_TOML_TREE_H
#define AVENV_TOML_TREE_H

#include "core/base.h"

enum toml_type {
	TOML_TABLE,
	TOML_ARRAY,
	TOML_STRING,
	TOML_INTEGER,
	TOML_FLOAT,
	TOML_BOOLEAN,
	TOML_DATETIME,
	TOML_LOCAL_DATETIME,
	TOML_LOCAL_DATE,
	TOML_LOCAL_TIME,
};

/** A value; a table or an array has members, in the document's order */
struct toml {
	enum toml_type type;
	/** key in the table `parent`, may contain NUL; NULL in an array */
	const char *key;
	size_t key_len;
	/** characters of a string, with escapes replaced; another value as written */
	const char *text;
	/** length of `text` in bytes; a string may contain NUL */
	size_t len;
	struct toml *first, *last, *next;
	const struct toml *parent;
	/** line of the document, from 1, in which the pair, table or element of an array begins */
	size_t line;
	/** for the parser: how a table or array was defined, and so what may be added to it */
	enum toml_origin {
		/** not yet: it has just been added */
		TOML_NEW,
		/** as the parent of a table in a header */
		TOML_IMPLICIT,
		/** by a header, [table] or [[array]] */
		TOML_HEADER,
		/** by a dotted key */
		TOML_DOTTED,
		/** by a value: complete */
		TOML_INLINE,
	} origin;
};

/* The member of TABLE with the key KEY, which may be a name from outside: it may have dots. */
const struct toml *toml_named(const struct toml *table, const char *key);

/*
 * The member of TABLE at PATH, keys of ours separated by dots: "tool.poetry.name". NULL: none.
 * TABLE may be NULL here and below, as for a document that is missing or invalid: it has no member
 * then. For a name from a file, a path or the user there is toml_named().
 */
const struct toml *toml_at(const struct toml *table, const char *path);

/* The string at PATH; NULL: none, another type, or a string with a NUL in it. */
const char *toml_string_at(const struct toml *table, const char *path);

/* The boolean at PATH is true. */
bool toml_true_at(const struct toml *table, const char *path);

/* The first member of VALUE, for a loop by `next`; NULL: VALUE is NULL or has no member. */
const struct toml *toml_first(const struct toml *value);

/* ---- for the parser ------------------------------------------------------------ */

/** A key of LEN bytes, not NUL-terminated */
struct toml_key {
	const char *s;
	size_t len;
};

struct toml_tree {
	struct toml *root;
	/** `line` of the next member */
	size_t line;
	/**
	 * a hash table of the members of all tables, by table and key: the time to find one does
	 * not depend on their number
	 */
	struct toml **members;
	size_t count, room;
};

/* The member of TABLE at KEY. If there was none, one of origin TOML_NEW is added. */
struct toml *toml_member(struct toml_tree *tree, struct toml *table, struct toml_key key);

/* Add an element to the array PARENT. */
struct toml *toml_add_element(const struct toml_tree *tree, struct toml *parent);

#endif
