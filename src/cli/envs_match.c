/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name that was typed, among those that are known. */
#include "cli/envs.h"
#include "cli/msg.h"
#include "core/hint.h"
#include "core/mem.h"

#include "core/banned.h"

enum {
	/** letters that a slip of the hand may have changed */
	SLIPS_MAX = 2,
	/** of several that share a name */
	SHOWN_MAX = 8,
};

size_t envs_match(const struct envs *envs, const char *name,
		  const struct env **first)
{
	size_t count = 0;

	if (venv_name_is_generic(name))
		return 0;
	for (size_t i = 0; i < envs->count; i++)
		if (streq(envs->list[i].name, name) && !count++)
			*first = &envs->list[i];
	return count;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * How many letters must be added, dropped, changed or swapped with their
 * neighbour to make B of A.  ROWS is three times strlen(B) + 1.
 */
static size_t slips(const char *a, const char *b, size_t *rows)
{
	size_t len = strlen(b);
	size_t *before = rows, *last = before + len + 1, *row = last + len + 1;

	for (size_t j = 0; j <= len; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t *oldest = before;

		before = last;
		last = row;
		row = oldest;
		row[0] = i;
		for (size_t j = 1; j <= len; j++) {
			bool same = a[i - 1] == b[j - 1];

			row[j] = least(least(last[j], row[j - 1]) + 1,
				       last[j - 1] + !same);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
	}
	return row[len];
}

/* The name that is nearest to the mistyped NAME; NULL: none is near. */
static const char *nearest(const struct envs *envs, const char *name)
{
	size_t len = strlen(name), best = least(SLIPS_MAX, len / 2) + 1;
	size_t *rows = mem_array(3 * (len + 1), sizeof(*rows));
	const char *found = NULL;

	for (size_t i = 0; i < envs->count; i++) {
		const char *other = envs->list[i].name;
		size_t other_len = strlen(other), n;

		if (other_len > len + SLIPS_MAX || len > other_len + SLIPS_MAX)
			continue;
		n = slips(other, name, rows);
		if (n < best) {
			best = n;
			found = other;
		}
	}
	return found;
}

static void complain_of_several(const struct envs *envs, const char *name,
				size_t count)
{
	struct buf b = BUF_INIT;
	size_t n = 0;

	for (size_t i = 0; i < envs->count && n < SHOWN_MAX; i++) {
		if (!streq(envs->list[i].name, name))
			continue;
		buf_puts(&b, !n ? "" : n + 1 < count ? ", " : " or ");
		hint_quote(&b, envs->list[i].venv.path);
		n++;
	}
	error("'%s' could be %s%s; name the path", shown(name), b.data,
	      n < count ? ", …" : "");
}

void envs_complain(const struct envs *envs, const char *name)
{
	const struct env *first;
	size_t count = envs_match(envs, name, &first);
	const char *near;

	if (count) {
		complain_of_several(envs, name, count);
		return;
	}
	near = nearest(envs, name);
	if (venv_name_is_generic(name))
		error("no environment '%s' here; name its path, or its project",
		      shown(name));
	else if (near)
		error("no environment '%s'; the nearest name is '%s'",
		      shown(name), shown(near));
	else
		error("no environment '%s'; 'avenv list' shows those that are "
		      "known",
		      shown(name));
}
