/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 5 */
/*
 * An entry put into PATH and taken out, against a naive model.  An input is pairs of a
 * PATH and an entry of it, each ended by a NUL.
 */
#include "lib/fuzz.h"

#include "core/path.h"
#include "core/pathvar.h"
#include "core/settings.h"

/** A PATH as elements. */
struct elements {
	const char **list;
	size_t count, room;
};

static void split(const char *path, struct elements *e)
{
	const char *element;

	*e = (struct elements){ 0 };
	while ((element = settings_element(&path))) {
		e->list = mem_grow(e->list, e->count, &e->room, sizeof(*e->list));
		e->list[e->count++] = element;
	}
}

static size_t empties(const struct elements *e)
{
	size_t n = 0;

	for (size_t i = 0; i < e->count; i++)
		n += !*e->list[i];
	return n;
}

/* The index of the element ENTRY behind SKIP others; COUNT: there is none. */
static size_t index_of(const struct elements *e, const char *entry, size_t skip)
{
	size_t i = 0;

	while (i < e->count && !(streq(e->list[i], entry) && !skip--))
		i++;
	return i;
}

/* The PATH without the Nth element. */
static const char *join_without(const struct elements *e, size_t n)
{
	struct buf b = BUF_INIT;
	bool first = true;

	for (size_t i = 0; i < e->count; i++) {
		if (i == n)
			continue;
		buf_putl(&b, first ? "" : ":", e->list[i]);
		first = false;
	}
	/* Alone, an empty element would be an empty PATH. */
	return b.len ? b.data : NULL;
}

static void check_remove(const char *path, const char *entry, bool second)
{
	const char *got = pathvar_remove(path, entry, second);
	struct elements before, after;
	size_t at;

	split(path, &before);
	at = *entry ? index_of(&before, entry, second) : before.count;
	if (at == before.count) {
		CHECK(got == path);
		return;
	}
	TAKEN();
	CHECK_SAME(got, join_without(&before, at));
	if (!got)
		return;
	split(got, &after);
	CHECK(after.count == before.count - 1);
	CHECK(empties(&after) == empties(&before));
}

static void check_prepend(const char *path, const char *entry)
{
	const char *with = pathvar_prepend(path, entry);
	struct elements before, after;

	split(is_set(path) ? path : NULL, &before);
	split(with, &after);
	CHECK_SAME(after.list[0], entry);
	CHECK(after.count == before.count + 1);
	CHECK(pathvar_has(with, entry));
	CHECK_SAME(pathvar_remove(with, entry, false), is_set(path) ? path : NULL);
	/* The entry of an environment is found again. */
	CHECK_SAME(pathvar_of_env(pathvar_prepend(path, path_join(entry, "bin")), entry),
		   path_join(entry, "bin"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };

	while (in.at < in.end) {
		const char *path = input_text(&in), *entry = input_text(&in);

		/* A name with a colon is refused earlier. */
		if (strchr(entry, ':'))
			continue;
		check_remove(path, entry, false);
		check_remove(path, entry, true);
		CHECK(pathvar_remove(NULL, entry, false) == NULL);
		if (*entry)
			check_prepend(path, entry);
	}
	mem_reset();
	return 0;
}
