/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/startup_line.h"

#include <regex.h>

#include "core/mem.h"
#include "print/paste.h"

#include "core/banned.h"

#define COMMENT      "  # avenv setup"
#define MADE_FILE    " (made this file)"
#define MADE_NEWLINE " (added newlines before it: 1)"

/* CODE is the template of SHELL with the path of a program, quoted or by ~, in its hole. */
static bool is_own(const struct shell *shell, const char *code)
{
	const char *template = shell->startup.line, *hole = strchr(template, '@');
	size_t before = (size_t)(hole - template);

	return strlen(code) > strlen(template) && !strncmp(code, template, before) &&
	       strchr("/'\"~$", code[before]) && ends_with(code, hole + 1);
}

bool startup_find(const struct shell *shell, const char *text, struct startup_line *line)
{
	for (; *text; text = line->next) {
		size_t len = strcspn(text, "\n");
		const char *own = mem_dup(text, len);

		*line = (struct startup_line){ text, text + len + (text[len] == '\n'),
					       strstr(own, COMMENT) };
		if (line->comment && is_own(shell, mem_dup(own, (size_t)(line->comment - own))))
			return true;
	}
	return false;
}

const char *startup_code(const struct shell *shell, const char *program)
{
	struct buf b = BUF_INIT;

	shell_put(&b, shell, shell->startup.line, paste_word_in(shell, program), NULL);
	return b.data;
}

const char *startup_with(const char *text, const struct startup_line *line, const char *code,
			 bool made_file)
{
	bool joined = *text && !ends_with(text, "\n");
	struct buf b = BUF_INIT;

	if (!line) {
		buf_putl(&b, text, joined ? "\n" : "", code, COMMENT, made_file ? MADE_FILE : "",
			 joined ? MADE_NEWLINE "\n" : "\n");
		return b.data;
	}
	buf_put(&b, text, (size_t)(line->start - text));
	buf_putl(&b, code, line->comment, line->next[-1] == '\n' ? "\n" : "", line->next);
	return b.data;
}

const char *startup_without(const char *text, const struct startup_line *line)
{
	struct buf b = BUF_INIT;

	buf_put(&b, text, (size_t)(line->start - text));
	/* Lines that came later need that newline. */
	if (!*line->next && strstr(line->comment, MADE_NEWLINE) && b.len)
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
