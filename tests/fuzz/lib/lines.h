/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a file of records. */
#ifndef AVENV_TESTS_FUZZ_LINES_H
#define AVENV_TESTS_FUZZ_LINES_H

#include "core/trust.h"
#include "fuzz.h"

/* 1: a record, 0: a comment or nothing, -1: damaged. */
static inline int kind_of(const char *line, size_t len)
{
	struct record r;

	return record_parse(mem_dup(line, len), len, &r);
}

/** A store's lines. */
struct lines {
	struct line {
		const char *text;
		size_t len;
		int kind;
	} * list;
	size_t count, room, records;
	/** the first damaged one, from 1; 0: none */
	unsigned damaged;
};

static inline struct lines lines_of(const char *text, size_t len)
{
	const char *end = text + len;
	struct lines all = { 0 };

	while (text < end) {
		const char *eol = memchr(text, '\n', (size_t)(end - text));
		size_t n = (size_t)((eol ? eol : end) - text);
		int kind = kind_of(text, n);

		all.list = mem_grow(all.list, all.count, &all.room, sizeof(*all.list));
		all.list[all.count++] = (struct line){ text, n, kind };
		all.records += kind > 0;
		if (kind < 0 && !all.damaged)
			all.damaged = (unsigned)all.count;
		text += n + 1;
	}
	return all;
}

#endif
