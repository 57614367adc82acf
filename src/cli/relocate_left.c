/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What still names the old path, for the user to look at. */
#include <sys/stat.h>
#include <unistd.h>

#include "cli/relocate.h"
#include "core/mem.h"
#include "system/files.h"

#include "core/banned.h"

enum {
	/** bytes of a text file of which lines are named */
	TEXT_MAX = 1024 * 1024,
	/** bytes of a line that are shown, and how many of them before the path */
	SHOWN_MAX = 160,
	SHOWN_BEFORE = 80,
};

/* The next place from AT on that names an old path, and not the new one. */
static const char *next_left(const struct relocation *r, const char *start, const char *at,
			     const char *end)
{
	const char *first = NULL;

	for (size_t i = 0; r->from[i]; i++) {
		const char *hit = text_next(start, at, end, r->from[i]);

		while (hit && text_names(start, hit, end, r->to))
			hit = text_next(start, hit + 1, end, r->from[i]);
		if (hit && (!first || hit < first))
			first = hit;
	}
	return first;
}

static void add(struct relocation *r, const char *file, unsigned line, const char *text)
{
	if (r->left_count == LEFTOVERS_MAX) {
		r->left_more++;
		return;
	}
	r->left = mem_grow(r->left, r->left_count, &r->left_room, sizeof(*r->left));
	r->left[r->left_count++] = (struct leftover){
		.file = mem_dups(file),
		.line = line,
		.text = text,
	};
}

/* The line from S to EOL, or the part of it around HIT. */
static const char *excerpt(const char *s, const char *hit, const char *eol)
{
	if (hit - s > SHOWN_BEFORE)
		s = hit - SHOWN_BEFORE;
	if (eol - s > SHOWN_MAX)
		eol = s + SHOWN_MAX;
	while (s < hit && (*s == ' ' || *s == '\t'))
		s++;
	while (eol > hit && (eol[-1] == '\r' || eol[-1] == ' '))
		eol--;
	return mem_dup(s, (size_t)(eol - s));
}

void leftovers_in(struct relocation *r, const char *file, const char *data, size_t len)
{
	const char *end = data + len, *line = data;
	const char *hit = next_left(r, data, data, end);
	unsigned number = 1;

	if (hit && memchr(data, '\0', len)) {
		add(r, file, 0, "");
		return;
	}
	while (hit) {
		const char *eol;

		while ((eol = memchr(line, '\n', (size_t)(hit - line)))) {
			line = eol + 1;
			number++;
		}
		eol = memchr(hit, '\n', (size_t)(end - hit));
		add(r, file, number, excerpt(line, hit, eol ? eol : end));
		hit = eol ? next_left(r, data, eol, end) : NULL;
	}
}

static size_t longest(const struct relocation *r)
{
	size_t len = 0;

	for (size_t i = 0; r->from[i]; i++)
		len = strlen(r->from[i]) > len ? strlen(r->from[i]) : len;
	return len;
}

/* Look through a large file piece by piece, each with the end of the last. */
static void look_through(struct relocation *r, const char *file, int fd, char *data)
{
	size_t keep = longest(r) + 4, have = 0;
	off_t at = 0;
	ssize_t n;

	while ((n = pread(fd, data + have, TEXT_MAX - have, at)) > 0) {
		at += n;
		have += (size_t)n;
		if (next_left(r, data, data, data + have)) {
			add(r, file, 0, "");
			return;
		}
		if (have > keep) {
			memmove(data, data + have - keep, keep);
			have = keep;
		}
	}
}

void leftovers_of(struct relocation *r, const char *file, int fd)
{
	static char data[TEXT_MAX];
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return;
	if (st.st_size >= TEXT_MAX) {
		look_through(r, file, fd, data);
		return;
	}
	n = files_read_at(fd, data, (size_t)st.st_size, 0);
	if (n > 0)
		leftovers_in(r, file, data, (size_t)n);
}
