/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/needs.h"

#include "cli/pep440.h"
#include "cli/unseen.h"
#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** bytes of all requires.txt together */
	REQUIRES_MAX = 4 * 1024 * 1024,
};

/** What needs_read() goes by. */
struct reading {
	const struct dists *dists;
	const struct marker_env *env;
	/** bytes of requires.txt that may be read yet */
	size_t left;
};

/* The bytes from S to END without space around. */
static const char *stripped(const char *s, const char *end)
{
	static const char space[] = " \t\n\r\f\v\x1c\x1d\x1e\x1f";

	while (s < end && strchr(space, *s))
		s++;
	while (s < end && strchr(space, end[-1]))
		end--;
	return mem_dup(s, (size_t)(end - s));
}

static void add(const struct reading *reading, struct needs *needs, const char *text)
{
	struct requirement r;
	struct need *need;

	if (requirement_parse(text, &r)) {
		if (!needs->invalid)
			needs->invalid = text;
		return;
	}
	needs->list = mem_grow(needs->list, needs->count, &needs->room, sizeof(*needs->list));
	need = &needs->list[needs->count++];
	need->requirement = r;
	need->there = dists_find(reading->dists, r.key);
	need->holds = marker_holds(r.marker, reading->env, "");
}

/** "[extra:marker]" in a requires.txt. */
struct section {
	const char *extra, *marker;
};

/* What stands in brackets: LINE of LEN bytes. */
static struct section section_of(const char *line, size_t len)
{
	const char *end = line + len - 1;
	const char *colon = memchr(line, ':', len);

	return (struct section){
		.extra = stripped(line + 1, colon ? colon : end),
		.marker = colon ? stripped(colon + 1, end) : "",
	};
}

/* LINE as Requires-Dist would have it. */
static const char *in_section(const char *line, const struct section *section)
{
	struct buf text = BUF_INIT;
	bool both = *section->extra && *section->marker;

	buf_puts(&text, line);
	if (*section->extra || *section->marker)
		buf_puts(&text, " ; ");
	if (*section->marker)
		buf_putl(&text, both ? "(" : "", section->marker, both ? ") and " : "");
	if (*section->extra)
		buf_putl(&text, "extra == \"", requirement_key(section->extra), "\"");
	return text.data;
}

static void read_requires_txt(struct reading *reading, const struct dist *dist, struct needs *needs)
{
	const char *path = path_join(dist->path, "requires.txt"), *s;
	struct section section = { "", "" };
	struct text text;

	if (file_slurp(path, reading->left, &text)) {
		unseen(path);
		return;
	}
	reading->left -= text.len;
	for (s = text.data; *s; s += *s == '\n') {
		size_t len = strcspn(s, "\n");
		const char *line = stripped(s, s + len);
		size_t line_len = strlen(line);

		s += len;
		if (!*line || *line == '#')
			continue;
		if (*line == '[' && line[line_len - 1] == ']')
			section = section_of(line, line_len);
		else
			add(reading, needs, in_section(line, &section));
	}
}

static void read_one(struct reading *reading, const struct dist *dist, struct needs *needs)
{
	const char *text;
	size_t at = 0;

	while ((text = dist_header(dist, "Requires-Dist", &at)))
		add(reading, needs, stripped(text, text + strlen(text)));
	if (!needs->count && !needs->invalid && dist->form != DIST_INFO)
		read_requires_txt(reading, dist, needs);
}

struct needs *needs_read(const struct dists *dists, const struct marker_env *env)
{
	struct needs *needs = mem_array(dists->count + 1, sizeof(*needs));
	struct reading reading = { dists, env, REQUIRES_MAX };

	for (size_t i = 0; i < dists->count; i++)
		read_one(&reading, &dists->list[i], &needs[i]);
	return needs;
}

bool need_met(const struct need *need)
{
	const char *specifiers = need->requirement.specifiers;

	return need->there && (!*specifiers || pep440_matches(need->there->version, specifiers));
}

struct requirers *requirers_of(const struct dists *dists, const struct needs *needs)
{
	struct requirers *all = mem_array(dists->count + 1, sizeof(*all));

	for (size_t i = 0; i < dists->count; i++) {
		const struct dist *by = &dists->list[i];

		for (size_t k = 0; k < needs[i].count; k++) {
			const struct need *need = &needs[i].list[k];
			struct requirers *of;

			if (!need->holds || !need->there || need->there == by)
				continue;
			of = &all[need->there - dists->list];
			if (of->count && of->list[of->count - 1] == by)
				continue;
			of->list = mem_grow(of->list, of->count, &of->room, sizeof(*of->list));
			of->list[of->count++] = by;
		}
	}
	return all;
}
