/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/startup_line.h"

#include <regex.h>
#include <stdlib.h>

#include "core/mem.h"
#include "print/paste.h"

#include "core/banned.h"

#define COMMENT "  # avenv setup"
#define MADE_FILE     " (made this file)"
#define MADE_NEWLINES " (added newlines before it: "

static const char *fill(const struct shell *shell, const char *template, const char *word)
{
	struct buf b = BUF_INIT;

	shell_put(&b, shell, template, word, NULL);
	return b.data;
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

bool startup_find(const struct shell *shell, const char *text, struct startup_line *line)
{
	for (unsigned number = 1; *text; text = line->next, number++) {
		size_t len = strcspn(text, "\n");
		const char *own = mem_dup(text, len), *code;

		*line = (struct startup_line){ .start = text,
					       .next = text + len + (text[len] == '\n'),
					       .number = number,
					       .comment = strstr(own, COMMENT) };
		if (!line->comment)
			continue;
		code = mem_dup(own, (size_t)(line->comment - own));
		if (fits(shell, shell->startup.line, code))
			return true;
	}
	return false;
}

const char *startup_code(const struct shell *shell, const char *program)
{
	return fill(shell, shell->startup.line, paste_word_in(shell, program));
}

const char *startup_with(const char *text, const struct startup_line *line, const char *code,
			 bool made_file)
{
	bool joined = *text && !ends_with(text, "\n");
	struct buf b = BUF_INIT;

	if (!line) {
		buf_putl(&b, text, joined ? "\n" : "", code, COMMENT,
			 made_file ? MADE_FILE : "", joined ? MADE_NEWLINES "1)\n" : "\n");
		return b.data;
	}
	buf_put(&b, text, (size_t)(line->start - text));
	buf_putl(&b, code, line->comment, line->next[-1] == '\n' ? "\n" : "", line->next);
	return b.data;
}

const char *startup_without(const char *text, const struct startup_line *line)
{
	const char *newlines = strstr(line->comment, MADE_NEWLINES);
	struct buf b = BUF_INIT;

	buf_put(&b, text, (size_t)(line->start - text));
	/* Lines that came later need those newlines. */
	if (newlines && !*line->next)
		for (unsigned long n = strtoul(newlines + strlen(MADE_NEWLINES), NULL, 10);
		     n && b.len; n--)
			buf_cut(&b, b.len - 1);
	buf_puts(&b, line->next);
	return b.len || !strstr(line->comment, MADE_FILE) ? b.data : NULL;
}

unsigned startup_match(const char *text, const char *pattern)
{
	regmatch_t match;
	unsigned number = 1;
	regex_t re;
	int failed;

	if (regcomp(&re, pattern, REG_EXTENDED | REG_NEWLINE))
		return 0;
	failed = regexec(&re, text, 1, &match, 0);
	regfree(&re);
	for (regoff_t i = 0; !failed && i < match.rm_so; i++)
		number += text[i] == '\n';
	return failed ? 0 : number;
}
