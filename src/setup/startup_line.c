/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/startup_line.h"

#include <regex.h>
#include <stdlib.h>

#include "core/mem.h"
#include "print/paste.h"

#include "core/banned.h"

#define COMMENT       "  # avenv setup"
#define MADE_FILE     " (made this file"
#define MADE_NEWLINES " (added newlines before it: "

const char startup_loads[] =
	"^[^#]*avenv[\"']?[[:blank:]]+(hook|init)[[:blank:]]+[\"']?(bash|zsh|fish)|"
	"^([^#]*[[:blank:];&|])?(\\.|source)[[:blank:]][^#]*/avenv\\.(bash|zsh|fish)";

unsigned startup_find(const char *text, const char *pattern)
{
	regmatch_t match;
	unsigned line = 1;
	regex_t re;
	int failed;

	if (regcomp(&re, pattern, REG_EXTENDED | REG_NEWLINE))
		return 0;
	failed = regexec(&re, text, 1, &match, 0);
	regfree(&re);
	for (regoff_t i = 0; !failed && i < match.rm_so; i++)
		line += text[i] == '\n';
	return failed ? 0 : line;
}

static const char *fill(const struct shell *shell, const char *template, const char *word)
{
	struct buf b = BUF_INIT;

	shell_put(&b, shell, template, word, NULL);
	return b.data;
}

const char *startup_line(const struct shell *shell, const char *program)
{
	return fill(shell, shell->startup.lines[0], paste_word_in(shell, program));
}

/* CODE is TEMPLATE with the path of a program, quoted or by ~, in its holes. */
static bool fits(const struct shell *shell, const char *template, const char *code)
{
	size_t start = strcspn(template, "@"), fixed = 0, holes = 0, len = strlen(code);

	for (const char *at = template; *at; at++)
		*at == '@' ? holes++ : fixed++;
	if (!holes || len <= fixed || !strchr("/'\"~$", code[start]))
		return streq(template, code);
	return streq(code, fill(shell, template, mem_dup(code + start, (len - fixed) / holes)));
}

/* The template of setup's line LINE, and its comment; NULL: it is not setup's. */
static const char *template_of(const struct shell *shell, const char *line, const char **comment)
{
	*comment = NULL;
	for (const char *at = line; (at = strstr(at, COMMENT)); at++)
		*comment = at;
	if (*comment)
		line = mem_dup(line, (size_t)(*comment - line));
	for (const char *const *template = shell->startup.lines; *comment && *template; template ++)
		if (fits(shell, *template, line))
			return *template;
	return NULL;
}

/* Take COUNT times EOL off the end of B. */
static void chop(struct buf *b, unsigned count, const char *eol)
{
	for (; count && ends_with(b->data, eol); count--)
		buf_cut(b, b->len - strlen(eol));
}

/* Take out the line with COMMENT, the LAST one of the file or not. */
static void take_out(struct startup_edit *e, const char *comment, bool last)
{
	const char *newlines = strstr(comment, MADE_NEWLINES);

	e->made_file = strstr(comment, MADE_FILE) != NULL;
	/* Lines that came later need that end of line. */
	if (newlines && last)
		chop(&e->text, (unsigned)strtoul(newlines + strlen(MADE_NEWLINES), NULL, 10),
		     ends_with(comment, "\r") ? "\r\n" : "\n");
}

void startup_replace(const struct shell *shell, const struct text *old, const char *line,
		     struct startup_edit *e)
{
	const char *end = old->data + old->len, *next;
	unsigned number = 1;

	*e = (struct startup_edit){ .text = BUF_INIT };
	for (const char *at = old->data; at < end; at = next, number++) {
		const char *eol = memchr(at, '\n', (size_t)(end - at)), *template, *comment;
		const char *text = mem_dup(at, (size_t)((eol ? eol : end) - at));

		next = eol ? eol + 1 : end;
		template = template_of(shell, text, &comment);
		if (template && (!line || strchr(template, '@'))) {
			e->line = number;
			if (!line) {
				take_out(e, comment, next == end);
				continue;
			}
			buf_puts(&e->text, line);
			at += comment - text;
		}
		buf_put(&e->text, at, (size_t)(next - at));
	}
	e->loads = e->line ? e->line : startup_find(e->text.data, startup_loads);
	e->changed = e->text.len != old->len || memcmp(e->text.data, old->data, old->len) != 0;
}

/* The last line of B has no end, or a backslash joins it with the next. */
static bool goes_on(const struct buf *b)
{
	return b->len && (b->data[b->len - 1] != '\n' || ends_with(b->data, "\\\n") ||
			  ends_with(b->data, "\\\r\n"));
}

void startup_append(const char *line, struct startup_edit *e)
{
	struct buf *b = &e->text;
	const char *newline = memrchr(b->data, '\n', b->len);
	const char *eol = newline && newline > b->data && newline[-1] == '\r' ? "\r\n" : "\n";
	unsigned newlines = 0;

	for (; goes_on(b); newlines++)
		buf_puts(b, eol);
	e->line = 1;
	for (size_t i = 0; i < b->len; i++)
		e->line += b->data[i] == '\n';
	buf_putl(b, line, COMMENT, e->made_file ? MADE_FILE ")" : "");
	if (newlines) {
		buf_puts(b, MADE_NEWLINES);
		buf_putu(b, newlines);
		buf_puts(b, ")");
	}
	buf_puts(b, eol);
	e->changed = true;
}
