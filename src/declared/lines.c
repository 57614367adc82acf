/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of requirements files: lines, comments, options, and the names of wheels. */
#include "declared/lines.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "core/mem.h"
#include "core/path.h"
#include "installed/origin.h"

/* ---- encodings -------------------------------------------------------------------- */

/** How the characters behind a byte order mark are written; the last one has no mark */
static const struct encoding {
	const char *mark;
	/** bytes of the mark, and of a unit */
	size_t mark_len, width;
	bool is_little;
} encodings[] = {
	{ "\xEF\xBB\xBF", 3, 1, true },  { "\xFF\xFE\0", 4, 4, true },
	{ "\0\0\xFE\xFF", 4, 4, false }, { "\xFF\xFE", 2, 2, true },
	{ "\xFE\xFF", 2, 2, false },     { "", 0, 1, true },
};

/* The unit at S. */
static uint32_t unit_at(const struct encoding *e, const char *s)
{
	uint32_t unit = 0;

	for (size_t i = 0; i < e->width; i++)
		unit = unit << 8 | (unsigned char)s[e->is_little ? e->width - 1 - i : i];
	return unit;
}

/* LINE is a comment that names an encoding (PEP 263) other than UTF-8. */
static bool names_other_encoding(const char *line)
{
	static const char *const same[] = { "utf-8", "utf8", "ascii", "us-ascii" };
	const char *name = *line == '#' ? strstr(line, "coding") : NULL;
	size_t len, i = 0;

	while (name && !strchr(":=", name[strlen("coding")]))
		name = strstr(name + 1, "coding");
	if (!name || !name[strlen("coding")])
		return false;
	name += strlen("coding:");
	while (isspace((unsigned char)*name))
		name++;
	for (len = 0; name[len] && (isalnum((unsigned char)name[len]) || strchr("-_.", name[len]));)
		len++;
	while (i < ARRAY_SIZE(same) &&
	       (strlen(same[i]) != len || strncasecmp(same[i], name, len) != 0))
		i++;
	return len && i == ARRAY_SIZE(same);
}

const char *lines_text(const char *data, size_t len)
{
	const struct encoding *e = encodings;
	struct buf out = BUF_INIT;

	while (len < e->mark_len || memcmp(data, e->mark, e->mark_len) != 0)
		e++;
	for (size_t i = 0, at = 0; i < 2 && !e->mark_len; i++, at += data[at] == '\n') {
		size_t n = strcspn(data + at, "\n");

		if (names_other_encoding(mem_dup(data + at, n)))
			return NULL;
		at += n;
	}
	if (e->width == 1 && strlen(data) == len)
		return data + e->mark_len;
	for (size_t at = e->mark_len; at + e->width <= len; at += e->width) {
		uint32_t c = unit_at(e, data + at);

		/* Two units of UTF-16 */
		if (e->width == 2 && c >> 10 == 0xD800 >> 10 && at + 4 <= len) {
			at += 2;
			c = 0x10000 + ((c & 0x3FF) << 10 | (unit_at(e, data + at) & 0x3FF));
		}
		c = c && c < 0x110000 ? c : '?';
		if (e->width == 1)
			buf_putc(&out, (char)c);
		else
			buf_put_utf8(&out, c);
	}
	return out.data;
}

/* ---- lines ------------------------------------------------------------------------ */

/* S begins with none of what is below: most characters. */
static bool is_usual(const char *s)
{
	return *s > ' ' && (unsigned char)*s < 0x80;
}

/* The length of what ends a line at S, for Python's str.splitlines(); 0: nothing. */
static size_t line_end(const char *s)
{
	if (is_usual(s))
		return 0;
	if (*s == '\r' && s[1] == '\n')
		return 2;
	if (*s && strchr("\n\r\v\f\x1C\x1D\x1E", *s))
		return 1;
	if (starts_with(s, "\xC2\x85"))
		return 2;
	return starts_with(s, "\xE2\x80\xA8") || starts_with(s, "\xE2\x80\xA9") ? 3 : 0;
}

/* The length of the white space at S, for Python's str.strip(); 0: none. */
static size_t blank(const char *s)
{
	static const char *const blanks[] = { " ",
					      "\t",
					      "\x1F",
					      "\xC2\xA0",
					      "\xE1\x9A\x80",
					      "\xE2\x80\xAF",
					      "\xE2\x81\x9F",
					      "\xE3\x80\x80" };

	for (size_t i = 0; i < ARRAY_SIZE(blanks) && !is_usual(s); i++)
		if (starts_with(s, blanks[i]))
			return strlen(blanks[i]);
	/* U+2000 to U+200A */
	if (starts_with(s, "\xE2\x80") && (unsigned char)s[2] >= 0x80 &&
	    (unsigned char)s[2] <= 0x8A)
		return 3;
	return line_end(s);
}

const char *lines_stripped(const char *s, const char *end)
{
	const char *last;
	size_t len;

	while (s < end && (len = blank(s)))
		s += len;
	last = s;
	for (const char *at = s; at < end; at += len ? len : 1) {
		len = blank(at);
		last = len ? last : at + 1;
	}
	return mem_dup(s, (size_t)(last - s));
}

static bool is_comment(const char *line)
{
	size_t len;

	while ((len = blank(line)) && !line_end(line))
		line += len;
	return *line == '#';
}

const char *lines_take(const char **s, size_t *count)
{
	struct buf line = BUF_INIT;
	bool more = true;

	for (; more && **s; ++*count) {
		const char *start = *s, *end = start;
		bool comment = is_comment(start);

		while (*end && !line_end(end))
			end++;
		*s = end + line_end(end);
		more = !comment && end > start && end[-1] == '\\';
		/* pip takes all backslashes from both ends. */
		while (more && start < end && *start == '\\')
			start++;
		while (more && start < end && end[-1] == '\\')
			end--;
		/* A comment ends the line that it continues. */
		buf_puts(&line, comment ? " " : "");
		buf_put(&line, start, (size_t)(end - start));
	}
	return line.data;
}

const char *lines_uncomment(const char *line)
{
	const char *end = line;
	bool may_begin = true;

	while (*end && !(may_begin && *end == '#')) {
		size_t len = blank(end);

		may_begin = len;
		end += len ? len : 1;
	}
	return lines_stripped(line, end);
}

/* ---- options ---------------------------------------------------------------------- */

/* Read the word at *S, as Python's shlex.split() does, and the blanks after it. */
static const char *take_word(const char **s)
{
	struct buf word = BUF_INIT;

	for (char quote = 0; **s && (quote || !isspace((unsigned char)**s)); (*s)++) {
		char next = (*s)[1];

		if (**s == quote || (!quote && strchr("'\"", **s)))
			quote = (char)(quote ? '\0' : **s);
		else if (**s == '\\' && next && quote != '\'' &&
			 (!quote || next == '"' || next == '\\'))
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

/** What an option has its value for; pip takes the first one of a line, but the last INDEX */
enum use {
	NO_VALUE,
	UNUSED,
	EDITABLE,
	FILE_NAME,
	CONSTRAINTS,
	FIND_LINKS,
	INDEX,
	MORE_INDEX,
};

/** An option that pip reads in a requirements file; those of a requirement are last */
static const struct option {
	const char *name;
	/** of its short form; 0: none */
	char letter;
	enum use use;
} options[] = {
	{ "--editable", 'e', EDITABLE },        { "--requirement", 'r', FILE_NAME },
	{ "--constraint", 'c', CONSTRAINTS },   { "--find-links", 'f', FIND_LINKS },
	{ "--index-url", 'i', INDEX },          { "--pypi-url", 0, INDEX },
	{ "--extra-index-url", 0, MORE_INDEX }, { "--no-index", 0, NO_VALUE },
	{ "--no-binary", 0, UNUSED },           { "--only-binary", 0, UNUSED },
	{ "--prefer-binary", 0, NO_VALUE },     { "--require-hashes", 0, NO_VALUE },
	{ "--no-require-hashes", 0, NO_VALUE }, { "--pre", 0, NO_VALUE },
	{ "--all-releases", 0, UNUSED },        { "--only-final", 0, UNUSED },
	{ "--trusted-host", 0, UNUSED },        { "--use-feature", 0, UNUSED },
	{ "--global-option", 0, UNUSED },       { "--hash", 0, UNUSED },
	{ "--config-settings", 'C', UNUSED },
};

/*
 * The option that the LEN bytes at WORD name. pip takes the beginning of a long name, too: it is
 * not *KNOWN which ones this pip tells apart. NULL: none.
 */
static const struct option *option_of(const char *word, size_t len, bool *known)
{
	const struct option *found = NULL;

	*known = true;
	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		const struct option *o = &options[i];

		if (len == 2 ? word[1] == o->letter : !strncmp(o->name, word, len) && !o->name[len])
			return o;
		if (!found && len > 2 && !strncmp(o->name, word, len))
			found = o;
	}
	*known = false;
	return found;
}

/* Set L to what the options in LINE ask for. */
static void parse_options(const char *line, struct line *l)
{
	const char *values[MORE_INDEX + 1] = { 0 }, *word;

	while (*line && !streq(word = take_word(&line), "--")) {
		size_t len = starts_with(word, "--") ? strcspn(word, "=") : 2;
		const struct option *o;
		const char *value;
		bool known;

		/* pip ignores other words. */
		if (*word != '-' || !word[1])
			continue;
		o = option_of(word, len, &known);
		l->unknown = l->unknown || !known;
		if (!o || !o->use)
			continue;
		value = word[len] ? word + len + (len > 2) : take_word(&line);
		if (o->use == MORE_INDEX)
			strings_add(&l->links, value);
		else if (o->use == INDEX || !values[o->use])
			values[o->use] = value;
	}
	/* pip takes one of a line: that, else this; or where it looks for packages. */
	l->editable = values[EDITABLE];
	l->constraints = !values[FILE_NAME];
	l->file = values[l->constraints ? CONSTRAINTS : FILE_NAME];
	for (enum use use = FIND_LINKS; use <= INDEX; use++)
		if (values[use])
			strings_add(&l->links, values[use]);
	if (l->editable)
		l->file = NULL;
	if (l->editable || l->file)
		l->links = (struct strings){ 0 };
}

struct line lines_parse(const char *line)
{
	const char *end = strstr(line, " -");
	struct line l = { 0 };

	if (*line == '-')
		parse_options(line, &l);
	else if (*line)
		l.requirement = lines_stripped(line, end ? end : line + strlen(line));
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
