/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/needs.h"

#include <stdlib.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"
#include "installed/pep440.h"

#include "core/banned.h"

enum {
	/** of requires.txt */
	REQUIRES_MAX = 1024 * 1024,
};

/* The bytes from S to END without white space around them. */
static const char *stripped(const char *s, const char *end)
{
	static const char space[] = " \t\n\r\f\v\x1c\x1d\x1e\x1f";

	while (s < end && strchr(space, *s))
		s++;
	while (s < end && strchr(space, end[-1]))
		end--;
	return mem_dup(s, (size_t)(end - s));
}

static void add(const struct dists *dists, const struct marker_env *env, struct needs *needs,
		const char *text)
{
	struct requirement r;
	struct need *need;

	if (requirement_parse(text, &r))
		return;
	needs->list = mem_grow(needs->list, needs->count, &needs->room, sizeof(*needs->list));
	need = &needs->list[needs->count++];
	need->requirement = r;
	need->there = dists_find(dists, r.key);
	need->holds = marker_holds(r.marker, env, "");
}

/* The marker of a section "[EXTRA:MARKER]" of requires.txt, LEN bytes; "" for none. */
static const char *section_marker(const char *section, size_t len)
{
	const char *end = section + len - 1, *colon = memchr(section, ':', len);
	const char *extra = stripped(section + 1, colon ? colon : end);
	const char *marker = colon ? stripped(colon + 1, end) : "";
	struct buf b = BUF_INIT;

	if (*marker)
		buf_putl(&b, "(", marker, ")");
	if (*extra)
		buf_putl(&b, *marker ? " and " : "", "extra == \"", requirement_key(extra), "\"");
	return b.data;
}

static void read_requires_txt(const struct dists *dists, const struct marker_env *env,
			      const struct dist *dist, struct needs *needs)
{
	const char *marker = "", *s;
	struct text text;

	if (file_slurp(path_join(dist->path, "requires.txt"), REQUIRES_MAX, &text))
		return;
	for (s = text.data; *s; s += *s == '\n') {
		size_t len = strcspn(s, "\n");
		const char *line = stripped(s, s + len);
		struct buf b = BUF_INIT;

		s += len;
		if (*line == '[' && ends_with(line, "]")) {
			marker = section_marker(line, strlen(line));
		} else if (*line && *line != '#') {
			buf_putl(&b, line, *marker ? " ; " : "", marker);
			add(dists, env, needs, b.data);
		}
	}
}

static int by_name(const void *a, const void *b)
{
	const struct need *left = a, *right = b;
	int order = strcmp(left->requirement.key, right->requirement.key);

	return order ? order : strcmp(left->requirement.specifiers, right->requirement.specifiers);
}

static void read_one(const struct dists *dists, const struct marker_env *env,
		     const struct dist *dist, struct needs *needs)
{
	const char *text;
	size_t at = 0;

	while ((text = dist_header(dist, "Requires-Dist", &at)))
		add(dists, env, needs, stripped(text, text + strlen(text)));
	if (!needs->count && dist->form != DIST_INFO)
		read_requires_txt(dists, env, dist, needs);
	if (needs->count)
		qsort(needs->list, needs->count, sizeof(*needs->list), by_name);
}

struct needs *needs_read(const struct dists *dists, const struct marker_env *env)
{
	struct needs *needs = mem_array(dists->count + 1, sizeof(*needs));

	for (size_t i = 0; i < dists->count; i++)
		read_one(dists, env, &dists->list[i], &needs[i]);
	return needs;
}

bool need_met(const struct need *need)
{
	const char *specifiers = need->requirement.specifiers;

	return need->there && (!*specifiers || pep440_matches(need->there->version, specifiers));
}

bool needs_require(const struct needs *needs, const struct dist *dist)
{
	for (size_t i = 0; i < needs->count; i++)
		if (needs->list[i].holds && needs->list[i].there == dist)
			return true;
	return false;
}
