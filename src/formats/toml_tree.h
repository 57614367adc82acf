/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree that a TOML document becomes: a member is found by its table and key, however many there are. */
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

/** A value; its members are of a table or an array, in the document's order. */
struct toml {
	enum toml_type type;
	/** NULL in an array; it may contain NUL */
	const char *key;
	size_t key_len;
	/** of a string its characters, without escapes; of any other value as it is written */
	const char *text;
	/** bytes; a string may contain NUL */
	size_t len;
	struct toml *first, *last, *next;
	const struct toml *parent;
	/** how a table or array came to be, which decides what may be added to it */
	enum toml_origin {
		/** as the parent of a table in a header */
		TOML_IMPLICIT,
		/** by a header, [table] or [[array]] */
		TOML_HEADER,
		/** by a dotted key */
		TOML_DOTTED,
		/** by a value, {...} or [...]: complete */
		TOML_INLINE,
	} origin;
};

/* The member of TABLE at PATH, keys with dots between them: "tool.poetry.name". NULL: there is none. */
const struct toml *toml_at(const struct toml *table, const char *path);

/* The same, if it is a string without NUL; else NULL. */
const char *toml_string_at(const struct toml *table, const char *path);

/** A key: LEN bytes, which no NUL need follow. */
struct toml_key {
	const char *s;
	size_t len;
};

struct toml_tree {
	struct toml *root;
	/** a hash table of the members of all tables */
	struct toml **members;
	size_t count, room;
};

/* Add a member to PARENT: by KEY to a table, without one to an array. */
struct toml *toml_add_member(struct toml_tree *tree, struct toml *parent, struct toml_key key);

/* The member of TABLE at KEY; NULL: there is none. */
struct toml *toml_find_member(const struct toml_tree *tree, const struct toml *table,
			      struct toml_key key);

#endif
