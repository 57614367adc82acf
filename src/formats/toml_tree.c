/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/toml_tree.h"

#include "core/mem.h"

/* The entry of KEY of TABLE in the hash table, or the empty entry for it. */
static struct toml **member_place(const struct toml_tree *tree, const struct toml *table,
				  struct toml_key key)
{
	uint64_t hash = fnv(FNV_START ^ (uintptr_t)table, key.s, key.len);
	size_t at = (size_t)(hash * 0x9E3779B97F4A7C15 >> 32) & (tree->room - 1);

	while (tree->members[at] &&
	       (tree->members[at]->parent != table || tree->members[at]->key_len != key.len ||
		memcmp(tree->members[at]->key, key.s, key.len) != 0))
		at = (at + 1) & (tree->room - 1);
	return &tree->members[at];
}

static void grow_members(struct toml_tree *tree)
{
	struct toml_tree old = *tree;

	tree->room = old.room ? old.room * 2 : 64;
	tree->members = mem_array(tree->room, sizeof(*tree->members));
	for (size_t i = 0; i < old.room; i++) {
		struct toml *member = old.members[i];

		if (member)
			*member_place(tree, member->parent,
				      (struct toml_key){ member->key, member->key_len }) = member;
	}
}

struct toml *toml_add_element(const struct toml_tree *tree, struct toml *parent)
{
	struct toml *value = mem_array(1, sizeof(*value));

	value->parent = parent;
	value->line = tree->line;
	if (parent->last)
		parent->last->next = value;
	else
		parent->first = value;
	parent->last = value;
	return value;
}

struct toml *toml_member(struct toml_tree *tree, struct toml *table, struct toml_key key)
{
	struct toml **place, *value;

	if (tree->count * 2 >= tree->room)
		grow_members(tree);
	place = member_place(tree, table, key);
	if (*place)
		return *place;
	tree->count++;
	value = *place = toml_add_element(tree, table);
	value->key = key.s;
	value->key_len = key.len;
	return value;
}

/* The member of TABLE with the key of LEN bytes. */
static const struct toml *member_of(const struct toml *table, const char *key, size_t len)
{
	const struct toml *member = table && table->type == TOML_TABLE ? table->first : NULL;

	while (member && (member->key_len != len || memcmp(member->key, key, len) != 0))
		member = member->next;
	return member;
}

const struct toml *toml_named(const struct toml *table, const char *key)
{
	return member_of(table, key, strlen(key));
}

const struct toml *toml_at(const struct toml *table, const char *path)
{
	for (const char *dot; (dot = strchr(path, '.')); path = dot + 1)
		table = member_of(table, path, (size_t)(dot - path));
	return toml_named(table, path);
}

const char *toml_string_at(const struct toml *table, const char *path)
{
	const struct toml *value = toml_at(table, path);

	return value && value->type == TOML_STRING && strlen(value->text) == value->len ?
		       value->text :
		       NULL;
}

bool toml_true_at(const struct toml *table, const char *path)
{
	const struct toml *value = toml_at(table, path);

	return value && value->type == TOML_BOOLEAN && streq(value->text, "true");
}

const struct toml *toml_first(const struct toml *value)
{
	return value ? value->first : NULL;
}
