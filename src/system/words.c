/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/words.h"

#include "core/buf.h"
#include "core/mem.h"

#include "core/banned.h"

void words_add(struct words *words, const char *word)
{
	words->list = mem_grow(words->list, words->count, &words->room, sizeof(*words->list));
	words->list[words->count++] = word ? mem_dups(word) : NULL;
}

void words_add_all(struct words *words, const char *const *list)
{
	for (; *list; list++)
		words_add(words, *list);
}

void words_add_variable(struct words *words, const char *name, const char *value)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, name, "=", value);
	words_add(words, b.data);
}

bool words_is_variable(const char *entry, const char *name)
{
	return starts_with(entry, name) && entry[strlen(name)] == '=';
}
