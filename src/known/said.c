/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/said.h"

#include <stdlib.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

static int compare_paths(const struct record *r, const char *path, size_t len)
{
	size_t common = r->path_len < len ? r->path_len : len;
	int order = memcmp(r->path, path, common);

	return order ? order : (r->path_len > len) - (r->path_len < len);
}

static int compare(const void *a, const void *b)
{
	const struct record *x = *(const struct record *const *)a;
	const struct record *y = *(const struct record *const *)b;
	int order = compare_paths(x, y->path, y->path_len);

	return order ? order : (x > y) - (x < y);
}

void said_init(struct said *said, const struct trust *trust)
{
	*said = (struct said){ .all = trust };
	said->allows = mem_array(trust->count + 1, sizeof(*said->allows));
	said->denies = mem_array(trust->count + 1, sizeof(*said->denies));
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->deny)
			said->denies[said->deny_count++] = r;
		else
			said->allows[said->allow_count++] = r;
	}
	qsort(said->allows, said->allow_count, sizeof(*said->allows), compare);
}

/* The first that allows and whose path is not before LEN bytes of PATH. */
static size_t lower_bound(const struct said *said, const char *path, size_t len)
{
	size_t from = 0, to = said->allow_count;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (compare_paths(said->allows[mid], path, len) < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

static void add(struct trust *trust, const struct record *r)
{
	trust->records =
		mem_grow(trust->records, trust->count, &trust->room, sizeof(*trust->records));
	trust->records[trust->count++] = *r;
}

struct trust said_of(const struct said *said, const char *path)
{
	struct trust trust = *said->all;
	struct buf below = BUF_INIT;

	trust.records = NULL;
	trust.count = trust.room = 0;
	/* A denial may hold by identity, wherever its directory is now. */
	for (size_t i = 0; i < said->deny_count; i++)
		add(&trust, said->denies[i]);
	for (size_t len = strlen(path); len; len = path_parent_len(path, len))
		for (size_t i = lower_bound(said, path, len);
		     i < said->allow_count && !compare_paths(said->allows[i], path, len); i++)
			add(&trust, said->allows[i]);
	buf_putl(&below, path, streq(path, "/") ? "" : "/");
	for (size_t i = lower_bound(said, below.data, below.len);
	     i < said->allow_count && starts_with(said->allows[i]->path, below.data); i++)
		if (said->allows[i]->path_len > below.len)
			add(&trust, said->allows[i]);
	return trust;
}
