/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/startup_edit.h"

#include <stdlib.h>

#include "cli/grep.h"
#include "cli/startup_line.h"
#include "core/mem.h"

#include "core/banned.h"

#define MARK         "  # avenv setup"
#define MADE_FILE    "made this file"
#define MADE_DIRS    " and directories: "
#define MADE_NEWLINE "added newlines before it: "

const char *startup_marked(const char *line, const struct startup_mark *made)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, line, MARK);
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

/* LINE, without its end, is one that setup writes, and how it is marked. */
static bool read_mark(const char *line, struct startup_mark *mark)
{
	const char *at = find_mark(line), *code;

	if (!at)
		return false;
	mark->file = strstr(at, MADE_FILE) != NULL;
	mark->dirs = number_after(at, MADE_FILE MADE_DIRS);
	mark->newlines = number_after(at, MADE_NEWLINE);
	code = mem_dup(line, (size_t)(at - line));
	return startup_is_line(code) && streq(line, startup_marked(code, mark));
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

/* B ends with a line that a backslash joins with the next; B may hold NULs. */
static bool is_joined(const struct buf *b)
{
	size_t len = b->len;

	if (!len || b->data[--len] != '\n')
		return false;
	if (len && b->data[len - 1] == '\r')
		len--;
	return len && b->data[len - 1] == '\\';
}

static void append(struct startup_edit *e, const char *line, const struct startup_mark *made)
{
	struct buf *b = &e->text;
	const char *eol = is_crlf(b) ? "\r\n" : "\n";

	e->what = STARTUP_ADDED;
	e->mark = *made;
	e->mark.newlines = 0;
	if (b->len && b->data[b->len - 1] != '\n') {
		buf_puts(b, eol);
		e->mark.newlines++;
	}
	if (is_joined(b)) {
		buf_puts(b, eol);
		e->mark.newlines++;
	}
	e->line = 1;
	for (size_t i = 0; i < b->len; i++)
		e->line += b->data[i] == '\n';
	buf_putl(b, startup_marked(line, &e->mark), eol);
}

/*
 * Go on from AT to our next line, and copy what is between.  Returns false where
 * there is no further one.
 */
static bool next_ours(const struct text *old, struct line *at, struct startup_edit *e)
{
	const char *end = old->data + old->len;

	for (const char *p; (p = at->start + at->len + at->eol) < end;) {
		read_line(p, end, at);
		if (at->marked)
			return true;
		buf_put(&e->text, p, at->len + at->eol);
	}
	return false;
}

void startup_put(const struct text *old, const char *line, const struct startup_mark *made,
		 struct startup_edit *e)
{
	struct line at = { .start = old->data };

	*e = (struct startup_edit){ .text = BUF_INIT };
	while (next_ours(old, &at, e)) {
		if (!e->line)
			e->mark = at.mark;
		e->line = e->line ? e->line : at.number;
		buf_puts(&e->text, startup_marked(line, &at.mark));
		buf_put(&e->text, at.start + at.len, at.eol);
	}
	if (!e->line)
		append(e, line, made);
	else if (e->text.len != old->len || memcmp(e->text.data, old->data, old->len) != 0)
		e->what = STARTUP_REPLACED;
}

/* Code that ends in an operator, or opens what no shell has empty. */
#define JOINS  "(&&|\\||!)$"
#define OPENS  "(^|[[:blank:];&|({])(then|do|else|if|while|until|elif)$|[({]$"
#define CLOSES "^(fi|done|else|elif|then|do|esac)([[:blank:];&|)]|$)|^[});]"

/* The LEN bytes at LINE without comment and white space behind them. */
static const char *code_of(const char *line, size_t len)
{
	const struct text text = { .data = mem_dup(line, len), .len = len };
	const char *code = grep_code(&text, "#");

	len = strlen(code);
	while (len && strchr(" \t\r\n", code[len - 1]))
		len--;
	return mem_dup(code, len);
}

/** The last line with code of a text that grows by whole lines. */
struct last_code {
	/** of the first SEEN bytes; "" for none */
	const char *code;
	size_t seen;
};

/* Of TEXT, of which only what has come since is looked at. */
static const char *last_code(const struct buf *text, struct last_code *last)
{
	const char *code = "";

	for (size_t end = text->len, start; end > last->seen && !*code; end = start) {
		start = end - 1;
		while (start && text->data[start - 1] != '\n')
			start--;
		code = code_of(text->data + start, end - start);
	}
	if (*code)
		last->code = code;
	last->seen = text->len;
	return last->code;
}

/* The first one from TEXT to END, without white space before it. */
static const char *first_code(const char *text, const char *end)
{
	const char *code = "";

	while (text < end && !*code) {
		const char *eol = memchr(text, '\n', (size_t)(end - text));
		size_t len = eol ? (size_t)(eol + 1 - text) : (size_t)(end - text);

		code = code_of(text, len);
		code += strspn(code, " \t\r");
		text += len;
	}
	return code;
}

/* Somebody moved our line to between BEFORE and AFTER, where one has to be. */
static bool is_needed(const struct buf *before, struct last_code *last, const char *after,
		      const char *end)
{
	const char *code = last_code(before, last);

	return is_joined(before) || grep_line(code, JOINS) ||
	       (grep_line(code, OPENS) && grep_line(first_code(after, end), CLOSES));
}

void startup_take(const struct text *old, struct startup_edit *e)
{
	const char *end = old->data + old->len;
	struct line at = { .start = old->data };
	struct last_code last = { .code = "" };

	*e = (struct startup_edit){ .text = BUF_INIT };
	while (next_ours(old, &at, e)) {
		e->what = STARTUP_REMOVED;
		e->line = e->line ? e->line : at.number;
		e->mark = at.mark;
		if (is_needed(&e->text, &last, at.start + at.len + at.eol, end)) {
			e->filled = true;
			buf_puts(&e->text, ":");
			buf_put(&e->text, at.start + at.len, at.eol);
			continue;
		}
		/* Before what came later, that end of line is needed. */
		if (at.start + at.len + at.eol == end)
			chop(&e->text, at.mark.newlines, at.eol);
	}
}
