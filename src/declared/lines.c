/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of requirements files: lines, comments, options, and the names of wheels. */
#include "declared/lines.h"

#include <ctype.h>
#include <stdlib.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"
#include "installed/origin.h"

const char *lines_text(const char *data, size_t len)
{
	bool little = len > 1 && !memcmp(data, "\xFF\xFE", 2);
	struct buf out = BUF_INIT;

	if (!little && !(len > 1 && !memcmp(data, "\xFE\xFF", 2)))
		return data + (starts_with(data, "\xEF\xBB\xBF") ? 3 : 0);
	for (size_t i = 2; i + 2 <= len; i += 2) {
		char low = data[i + (little ? 0 : 1)], high = data[i + (little ? 1 : 0)];

		buf_putc(&out, (char)(low && !(low & 0x80) && !high ? low : '?'));
	}
	return out.data;
}

const char *lines_take(const char **s, size_t *count)
{
	struct buf line = BUF_INIT;
	bool more = true;

	for (; more && **s; ++*count) {
		bool comment = (*s)[strspn(*s, " \t")] == '#';
		size_t len = strcspn(*s, "\r\n");

		more = !comment && len && (*s)[len - 1] == '\\';
		/* A comment ends the line that it continues. */
		buf_puts(&line, comment ? " " : "");
		buf_put(&line, *s, len - more);
		*s += len;
		*s += **s == '\r' && (*s)[1] == '\n';
		*s += **s != '\0';
	}
	return line.data;
}

const char *lines_uncomment(const char *line)
{
	const char *end = line;

	while (*end && !(*end == '#' && (end == line || isspace((unsigned char)end[-1]))))
		end++;
	return mem_stripped(line, end);
}

/* ---- options ---------------------------------------------------------------------- */

/* Read the word at *S, as Python's shlex.split() does, and the blanks after it. */
static const char *take_word(const char **s)
{
	struct buf word = BUF_INIT;

	for (char quote = 0; **s && (quote || !isspace((unsigned char)**s)); (*s)++) {
		if (**s == quote || (!quote && strchr("'\"", **s)))
			quote = (char)(quote ? '\0' : **s);
		else if (**s == '\\' && quote != '\'' && (*s)[1])
			buf_putc(&word, *++*s);
		else
			buf_putc(&word, **s);
	}
	while (isspace((unsigned char)**s))
		(*s)++;
	return word.data;
}

const char *lines_with_variables(const char *text)
{
	struct buf out = BUF_INIT;

	for (const char *at; (at = strstr(text, "${")); text = at) {
		size_t len = strspn(at + 2, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
		const char *value = at[2 + len] == '}' ? getenv(mem_dup(at + 2, len)) : NULL;

		buf_put(&out, text, (size_t)(at - text));
		buf_puts(&out, is_set(value) ? value : "${");
		at += is_set(value) ? len + 3 : 2;
	}
	buf_puts(&out, text);
	return out.data;
}

/* Options that pip reads in a requirements file; of a requirement alone the last ones */
static const char *const options[] = { "--index-url",     "--extra-index-url", "--no-index",
				       "--find-links",    "--no-binary",       "--only-binary",
				       "--prefer-binary", "--require-hashes",  "--pre",
				       "--trusted-host",  "--use-feature",     "--editable",
				       "--requirement",   "--constraint",      "--global-option",
				       "--hash",          "--config-settings", NULL };

/* WORD, an option or "--option=value", is the option NAME or, as pip takes it, its beginning. */
static bool is_option(const char *word, const char *name)
{
	const char *start = mem_dup(word, strcspn(word, "="));
	size_t count = 0;

	for (const char *const *each = options; *each; each++)
		count += starts_with(*each, start);
	return streq(start, name) ||
	       (starts_with(start, "--") && count == 1 && starts_with(name, start));
}

/* The value of the first option LETTER or NAME in LINE; NULL: LINE has no such option. */
static const char *option(const char *line, const char *letter, const char *name)
{
	while (*line) {
		const char *word = take_word(&line);

		if (letter && starts_with(word, letter))
			return word[2] ? word + strlen(letter) : take_word(&line);
		if (is_option(word, name))
			return strchr(word, '=') ? strchr(word, '=') + 1 : take_word(&line);
	}
	return NULL;
}

bool lines_options_known(const char *line)
{
	static const char *const known[] = { "-i", "-f", "-e", "-r", "-c", NULL };

	while (*line) {
		const char *word = take_word(&line);
		size_t len = word[0] == '-' && word[1] != '-' ? 2 : strcspn(word, "=");

		word = mem_dup(word, len);
		if (*word == '-' && !is_one_of(word, known) && !is_one_of(word, options))
			return false;
	}
	return true;
}

struct line lines_parse(const char *line)
{
	static const struct {
		const char *letter, *name;
	} links[] = { { "-f", "--find-links" },
		      { "-i", "--index-url" },
		      { NULL, "--extra-index-url" } };
	const char *end = strstr(line, " -");
	struct line l = { 0 };

	if (*line != '-') {
		if (*line)
			l.requirement = mem_stripped(line, end ? end : line + strlen(line));
		return l;
	}
	/* pip reads one option of a line, in this order. */
	l.editable = option(line, "-e", "--editable");
	if (!l.editable)
		l.file = option(line, "-r", "--requirement");
	if (l.editable || l.file)
		return l;
	l.file = option(line, "-c", "--constraint");
	l.constraints = l.file;
	/* ... but several of these. */
	for (size_t i = 0, count = 0; i < ARRAY_SIZE(links); i++) {
		l.links[count] = option(line, links[i].letter, links[i].name);
		count += l.links[count] != NULL;
	}
	return l;
}

/* ---- wheels ----------------------------------------------------------------------- */

bool lines_is_archive(const char *name)
{
	static const char *const suffixes[] = { ".tar.gz", ".tgz", ".zip", ".tar.bz2",
						".tar.xz", ".tar", ".whl" };

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++)
		if (ends_with(name, suffixes[i]))
			return true;
	return false;
}

const char *wheel_requirement(const char *text)
{
	size_t name = strcspn(text, "@/");
	/* "a[x] @ https://example.com/a-1.0-….whl" or "./a-1.0-….whl[x]" */
	const char *url = text[name] == '@' ? text + name + 1 : text;
	const char *end = url + strcspn(url, "#?;");
	const char *extras = memchr(text, '[', (size_t)(end - text)), *wheel, *dash;

	wheel = mem_stripped(url, extras && extras > url ? extras : end);
	wheel = path_base(wheel);
	wheel = url_decode(wheel, wheel + strlen(wheel));
	dash = wheel ? strchr(wheel, '-') : NULL;
	if (!dash || !ends_with(wheel, ".whl"))
		return NULL;
	return joined(mem_dup(wheel, (size_t)(dash - wheel)),
		      extras ? mem_dup(extras, strcspn(extras, "]")) : "",
		      extras ? "]==" : "==", mem_dup(dash + 1, strcspn(dash + 1, "-")));
}
