/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/startup_line.h"

#include <regex.h>
#include <stdlib.h>

#include "core/mem.h"
#include "print/msg.h"

#define COMMENT   "  # avenv setup"
#define MADE_FILE " (made this file"
#define MADE_DIRS MADE_FILE " and "
#define ADDED     " (added "

/* The mark for a newline that was added after the LEN bytes of a file. */
static const char *added_newline(size_t len)
{
	return formatted(ADDED "a newline after byte %zu)", len);
}

/* The mark for MADE. */
static const char *made_mark(struct startup_made made)
{
	if (!made.file)
		return "";
	return made.dirs ? joined(MADE_DIRS, counted(made.dirs, "directory", "directories"), ")") :
			   MADE_FILE ")";
}

/* The end of the word at TEXT, if it is an absolute path of shell_full_word(); else NULL. */
static const char *word_end(const struct shell *shell, const char *text)
{
	if (*text == '/')
		return text + 1 + strspn(text + 1, SHELL_PLAIN);
	return shell->word_end(text);
}

struct loader hook_loader(const struct shell *shell)
{
	return (struct loader){ shell, shell->startup.line_if_there, shell->startup.files, false };
}

/* The marks at the end of LINE if that is LOADER for any program; else NULL. */
static const char *marks_of(const struct loader *loader, const char *line)
{
	const char *template = loader->template, *hole;

	for (; (hole = strchr(template, '@')); template = hole + 1) {
		size_t len = (size_t)(hole - template);

		if (strncmp(line, template, len) != 0)
			return NULL;
		line = word_end(loader->shell, line + len);
		if (!line)
			return NULL;
	}
	template = joined(template, COMMENT);
	if (!starts_with(line, template))
		return NULL;
	line += strlen(template);
	if (!line[strspn(line, " \t\r")] || starts_with(line, MADE_FILE) ||
	    starts_with(line, ADDED))
		return line;
	return NULL;
}

bool startup_find(const struct loader *loader, const char *text, struct startup_line *line)
{
	for (unsigned number = 1; *text; text = line->next, number++) {
		size_t len = strcspn(text, "\n");

		*line = (struct startup_line){ .start = text,
					       .next = text + len + (text[len] == '\n'),
					       .number = number,
					       .marks = marks_of(loader, mem_dup(text, len)) };
		if (line->marks)
			return true;
	}
	return false;
}

const char *startup_code(const struct loader *loader, const char *program)
{
	const char *word = shell_full_word(loader->shell, program);
	struct buf b = BUF_INIT;

	shell_put(&b, loader->shell, loader->template, word, NULL);
	return b.data;
}

const char *startup_addition(const char *text, const char *code, struct startup_made made)
{
	bool joins = *text && !ends_with(text, "\n");
	struct buf b = BUF_INIT;

	buf_putl(&b, joins ? "\n" : "", code, COMMENT, made_mark(made),
		 joins ? added_newline(strlen(text)) : "", "\n");
	return b.data;
}

struct startup_made startup_made(const struct loader *loader, const char *text)
{
	struct startup_made made = { 0 };
	struct startup_line line;

	if (!startup_find(loader, text, &line))
		return made;
	made.file = starts_with(line.marks, MADE_FILE);
	if (starts_with(line.marks, MADE_DIRS))
		made.dirs = (unsigned)strtoul(line.marks + strlen(MADE_DIRS), NULL, 10);
	return made;
}

bool startup_has_code(const struct startup_line *line, const char *code)
{
	return starts_with(line->start, joined(code, COMMENT));
}

/*
 * True if B, the text before setup's line, ends in the newline that MARKS records, and the byte
 * before that is no newline.
 */
static bool ends_in_added(const struct buf *b, const char *marks)
{
	return b->len > 1 && b->data[b->len - 2] != '\n' && streq(marks, added_newline(b->len - 1));
}

const char *startup_without(const struct loader *loader, const char *text)
{
	struct startup_line line;
	struct buf b = BUF_INIT;
	const char *made = NULL;

	for (; startup_find(loader, text, &line); text = line.next) {
		buf_put(&b, text, (size_t)(line.start - text));
		/* Keep the newline if lines were added later. */
		if (!*line.next && ends_in_added(&b, line.marks))
			buf_cut(&b, b.len - 1);
		made = starts_with(line.marks, MADE_FILE) ? line.marks : NULL;
	}
	buf_puts(&b, text);
	/* A file may have a line for the hook and one for `setup --everywhere`. */
	if (made && ends_with(b.data, COMMENT "\n") && strchr(b.data, '\n')[1] == '\0') {
		buf_cut(&b, b.len - 1);
		buf_putl(&b, made, "\n");
	}
	return b.len || !made ? b.data : NULL;
}

/*
 * TEXT with a blank for each character of its comments: a # that begins a word, and no # in a path
 * or in quotes, begins one.
 */
static const char *without_comments(const char *text)
{
	char *copy = mem_dups(text), quote = 0;
	bool is_comment = false;

	for (char *c = copy; *c; c++) {
		bool begins = c == copy || strchr(" \t\n;&|()", c[-1]);

		if (*c == '\n') {
			is_comment = false;
			quote = 0;
		} else if (is_comment || (*c == '#' && !quote && begins)) {
			is_comment = true;
			*c = ' ';
		} else if (*c == quote) {
			quote = 0;
		} else if (!quote && (*c == '\'' || *c == '"')) {
			quote = *c;
		} else if (*c == '\\' && quote != '\'' && c[1] && c[1] != '\n') {
			c++;
		}
	}
	return copy;
}

unsigned startup_match(const char *text, const char *pattern)
{
	const char *code = without_comments(text);
	regmatch_t match;
	unsigned number = 1;
	regex_t re;
	int failed;

	if (regcomp(&re, pattern, REG_EXTENDED | REG_NEWLINE))
		return 0;
	failed = regexec(&re, code, 1, &match, 0);
	regfree(&re);
	for (regoff_t i = 0; !failed && i < match.rm_so; i++)
		number += code[i] == '\n';
	return failed ? 0 : number;
}
