/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/startup_edit.h"

#include <stdlib.h>

#include "core/mem.h"

#include "core/banned.h"

#define MARK         "# avenv setup"
#define MADE_FILE    "made this file"
#define MADE_DIRS    " and directories: "
#define MADE_NEWLINE "added newlines before it: "

const char *startup_marked(const char *line, const struct startup_mark *made)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, line, "  " MARK);
	if (made->file) {
		buf_puts(&b, " (" MADE_FILE);
		if (made->dirs) {
			buf_puts(&b, MADE_DIRS);
			buf_putu(&b, made->dirs);
		}
		buf_puts(&b, ")");
	} else if (made->newlines) {
		buf_puts(&b, " (" MADE_NEWLINE);
		buf_putu(&b, made->newlines);
		buf_puts(&b, ")");
	}
	return b.data;
}

static unsigned number_after(const char *text, const char *word)
{
	const char *at = strstr(text, word);

	return at ? (unsigned)strtoul(at + strlen(word), NULL, 10) : 0;
}

/* The last MARK in LINE, or NULL. */
static const char *find_mark(const char *line)
{
	const char *last = NULL;

	for (const char *at = line; (at = strstr(at, MARK)); at++)
		last = at;
	return last;
}

/* LINE, without its end, has code and the mark at its end. */
static bool read_mark(const char *line, struct startup_mark *mark)
{
	const char *code = line + strspn(line, " \t"), *at = find_mark(line);
	const char *rest = at ? at + strlen(MARK) : NULL;

	if (!at || *code == '#' ||
	    (*rest && (!starts_with(rest, " (") || !ends_with(rest, ")"))))
		return false;
	mark->file = strstr(rest, MADE_FILE) != NULL;
	mark->dirs = number_after(rest, MADE_FILE MADE_DIRS);
	mark->newlines = number_after(rest, MADE_NEWLINE);
	return true;
}

/** One line of a text. */
struct line {
	const char *start;
	/** without its end */
	size_t len;
	/** of its end: 0, 1 or, with CRLF, 2 */
	size_t eol;
	unsigned number;
	bool marked;
	struct startup_mark mark;
};

/* The line that begins at AT, which is before END. */
static void read_line(const char *at, const char *end, struct line *line)
{
	const char *eol = memchr(at, '\n', (size_t)(end - at));

	line->start = at;
	line->len = (size_t)((eol ? eol : end) - at);
	line->eol = eol ? 1 : 0;
	if (line->len && at[line->len - 1] == '\r') {
		line->len--;
		line->eol++;
	}
	line->number++;
	line->marked = read_mark(mem_dup(at, line->len), &line->mark);
}

/* Take COUNT ends of line off the end, as long as that of a line of ours. */
static void chop(struct buf *b, unsigned count, size_t eol)
{
	for (; count && b->len && b->data[b->len - 1] == '\n'; count--) {
		buf_cut(b, b->len - 1);
		if (eol == 2 && b->len && b->data[b->len - 1] == '\r')
			buf_cut(b, b->len - 1);
	}
}

/* The last line that has an end has CRLF. */
static bool is_crlf(const struct buf *b)
{
	const char *eol = memrchr(b->data, '\n', b->len);

	return eol && eol > b->data && eol[-1] == '\r';
}

/* The text goes on in the line that follows. */
static bool is_continued(const struct buf *b)
{
	size_t len = b->len;

	while (len && strchr("\r\n", b->data[len - 1]))
		len--;
	return len && b->data[len - 1] == '\\';
}

static void append(struct startup_edit *e, const char *line,
		   const struct startup_mark *made)
{
	struct buf *b = &e->text;
	bool ended = b->len && b->data[b->len - 1] == '\n';
	const char *eol = is_crlf(b) ? "\r\n" : "\n";

	e->what = STARTUP_ADDED;
	e->mark = *made;
	e->mark.newlines = b->len && !ended ? 1 : 0;
	if (is_continued(b))
		e->mark.newlines++;
	for (unsigned i = 0; i < e->mark.newlines; i++)
		buf_puts(b, eol);
	e->line = 1;
	for (size_t i = 0; i < b->len; i++)
		e->line += b->data[i] == '\n';
	buf_putl(b, startup_marked(line, &e->mark), eol);
}

void startup_put(const struct text *old, const char *line,
		 const struct startup_mark *made, struct startup_edit *e)
{
	const char *end = old->data + old->len;
	struct line at = { 0 };

	*e = (struct startup_edit){ .text = BUF_INIT };
	for (const char *p = old->data; p < end;
	     p = at.start + at.len + at.eol) {
		read_line(p, end, &at);
		if (!at.marked) {
			buf_put(&e->text, p, at.len + at.eol);
			continue;
		}
		/* A second one has come by copying. */
		if (e->line)
			continue;
		e->line = at.number;
		e->mark = at.mark;
		buf_puts(&e->text, startup_marked(line, &at.mark));
		buf_put(&e->text, p + at.len, at.eol);
	}
	if (!e->line)
		append(e, line, made);
	else if (e->text.len != old->len ||
		 memcmp(e->text.data, old->data, old->len) != 0)
		e->what = STARTUP_REPLACED;
}

void startup_take(const struct text *old, struct startup_edit *e)
{
	const char *end = old->data + old->len;
	struct line at = { 0 };

	*e = (struct startup_edit){ .text = BUF_INIT };
	for (const char *p = old->data; p < end;
	     p = at.start + at.len + at.eol) {
		read_line(p, end, &at);
		if (!at.marked) {
			buf_put(&e->text, p, at.len + at.eol);
			continue;
		}
		e->what = STARTUP_REMOVED;
		e->line = e->line ? e->line : at.number;
		e->mark = at.mark;
		/* Before what came later, that end of line is needed. */
		if (at.start + at.len + at.eol == end)
			chop(&e->text, at.mark.newlines, at.eol);
	}
}
