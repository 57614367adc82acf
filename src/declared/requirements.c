/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Requirements files, as pip reads them:
 * https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
#include <ctype.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "declared/reading.h"
#include "installed/origin.h"
#include "print/msg.h"

enum {
	/** files that a requirements file may include, and these in turn */
	INCLUDES_MAX = 1000,
};

/** A requirements file */
struct lines {
	struct reading *r;
	const char *path;
	const struct document *document;
	/** the line that is read, from 1, and the one that follows */
	size_t line, next;
	/** given with -c */
	bool limits;
};

/* ---- text ------------------------------------------------------------------------- */

/*
 * The text of D. UTF-16 and UTF-32 with a byte order mark, as Windows writes them, become ASCII
 * with "?" for other characters: names and versions have none.
 */
static const char *decoded_text(const struct document *d)
{
	const char *data = d->data;
	bool little = d->len > 1 && !memcmp(data, "\xFF\xFE", 2);
	size_t unit = little && d->len > 3 && !data[2] && !data[3] ? 4 : 2;
	struct buf out = BUF_INIT;

	if (!little && !(d->len > 1 && !memcmp(data, "\xFE\xFF", 2)))
		return data + (starts_with(data, "\xEF\xBB\xBF") ? 3 : 0);
	for (size_t i = unit; i + unit <= d->len; i += unit) {
		char low = data[i + (little ? 0 : 1)], high = data[i + (little ? 1 : 0)];

		buf_putc(&out, (char)(low && !(low & 0x80) && !high ? low : '?'));
	}
	return out.data;
}

/* The next line at *S, which moves behind it; "\" at its end continues it, except in a comment. */
static const char *take_joined_line(struct lines *l, const char **s)
{
	struct buf line = BUF_INIT;
	bool more = true;

	for (l->line = l->next; more && **s; l->next++) {
		bool comment = (*s)[strspn(*s, " \t")] == '#';
		size_t len = strcspn(*s, "\r\n");

		more = !comment && len && (*s)[len - 1] == '\\';
		/* A comment ends what it continues. */
		buf_puts(&line, comment ? " " : "");
		buf_put(&line, *s, len - more);
		*s += len;
		*s += **s == '\r' && (*s)[1] == '\n';
		*s += **s != '\0';
	}
	return line.data;
}

/* LINE up to END, without blanks around it. */
static const char *trimmed(const char *line, const char *end)
{
	while (line < end && isspace((unsigned char)*line))
		line++;
	while (end > line && isspace((unsigned char)end[-1]))
		end--;
	return mem_dup(line, (size_t)(end - line));
}

static const char *without_comment(const char *line)
{
	const char *end = line;

	while (*end && !(*end == '#' && (end == line || isspace((unsigned char)end[-1]))))
		end++;
	return trimmed(line, end);
}

/* TEXT with the values of variables that are set for "${NAME}". */
static const char *with_variables(const char *text)
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

/* ---- requirements ----------------------------------------------------------------- */

static struct declared declared_here(const struct lines *l, const char *name)
{
	struct declared is = declared_at(l->r, NULL, name);

	is.document = l->document;
	is.line = l->line;
	return is;
}

/* The project in DIR with EXTRAS: its name, and what its pyproject.toml says that it requires. */
static bool queue_tree(const struct lines *l, const char *dir, const struct strings *extras)
{
	const char *path = path_join(dir, "pyproject.toml"), *name = NULL;
	struct reading *r = l->r;
	struct file_info info;
	struct declared is;

	if (!file_stat(path, &info))
		r->document = reading_open(r, path, true);
	if (r->document)
		name = toml_string_at(r->document->root, "project.name");
	if (name) {
		is = declared_here(l, name);
		is.local = true;
		/* Its metadata may be older than its pyproject.toml. */
		declare_wanted(r, is, NULL);
		queue_project(r, extras);
	}
	r->document = NULL;
	return name;
}

/* The requirement that the name of the wheel in TEXT means: "a==1.0"; NULL: it is no wheel. */
static const char *wheel_requirement(const char *text)
{
	const char *base = path_base(mem_dup(text, strcspn(text, "#?;"))),
		   *dash = strchr(base, '-');

	if (!dash || !ends_with(trimmed(base, base + strlen(base)), ".whl"))
		return NULL;
	return formatted("%.*s==%.*s", (int)(dash - base), base, (int)strcspn(dash + 1, "-"),
			 dash + 1);
}

/* Add TEXT, a URL or a path: the name is in a wheel's own, in the fragment, or in the project. */
static void queue_target(const struct lines *l, const char *text)
{
	const char *marker = strstr(text, strstr(text, "://") ? "; " : ";");
	const char *egg, *pin, *path, *bracket;
	struct declared is = declared_here(l, ""), tree = is;

	if (marker && !marker_holds(marker + 1, &l->r->env, ""))
		return;
	text = trimmed(text, marker ? marker : text + strlen(text));
	egg = strstr(text, "egg=");
	pin = wheel_requirement(text);
	path = url_path(text);
	if (egg && !pin)
		pin = mem_dup(egg + 4, strcspn(egg + 4, "& ;"));
	if (pin && !requirement_parse(pin, &is.requirement)) {
		if (!*is.requirement.specifiers)
			is.requirement.url = text;
		declare_queued(l->r, is);
		return;
	}
	/* It is relative to the directory in which pip runs. */
	path = path_clean(path_join(l->r->c->project, path ? path : text));
	bracket = strrchr(path, '[');
	if (bracket && !requirement_parse(joined("x", bracket), &tree.requirement))
		path = mem_dup(path, (size_t)(bracket - path));
	if (!queue_tree(l, path, &tree.requirement.extras))
		declare_unsure(l->r, declared_here(l, text), "only a build tells its name");
}

/* Add the requirement TEXT, which has no options. */
static void queue_requirement(const struct lines *l, const char *text)
{
	struct declared is = declared_here(l, "");
	bool parsed = !wheel_requirement(text) && !requirement_parse(text, &is.requirement);

	is.limit = l->limits;
	if (parsed && l->limits)
		declare_wanted(l->r, is, NULL);
	else if (parsed)
		declare_queued(l->r, is);
	else if (l->limits)
		return;
	else if (strchr(text, '/') || text[0] == '.' || wheel_requirement(text))
		queue_target(l, text);
	else
		declare_unsure(l->r, declared_here(l, text), "it is no requirement of pip's");
}

/* ---- options ---------------------------------------------------------------------- */

/* The next word at *S, which moves behind it, as Python's shlex.split() has it. */
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

/* The value of the first option LETTER or NAME in LINE; NULL: it has none. */
static const char *option_value(const char *line, const char *letter, const char *name)
{
	size_t len = strlen(name);

	while (*line) {
		const char *word = take_word(&line);

		if (streq(word, letter) || streq(word, name))
			return take_word(&line);
		if (starts_with(word, letter))
			return word + strlen(letter);
		if (starts_with(word, name) && word[len] == '=')
			return word + len + 1;
	}
	return NULL;
}

static void read_lines(struct reading *r, const char *path, bool limits);

static void queue_line(const struct lines *l, const char *line)
{
	bool has_options = *line == '-';
	const char *given = has_options ? line : "", *end = strstr(line, " -");
	const char *editable = option_value(given, "-e", "--editable");
	const char *more = option_value(given, "-r", "--requirement");
	const char *limits = option_value(given, "-c", "--constraint");
	const char *file = more ? more : limits;

	/* pip reads one option of a line, in this order. */
	if (editable && !l->limits)
		queue_target(l, editable);
	else if (file && strstr(file, "://"))
		declare_unsure(l->r, declared_here(l, file), "it would have to be downloaded");
	else if (file)
		/* pip takes what a file of limits names with -r for requirements. */
		read_lines(l->r, path_join(path_parent(l->path), file), !more);
	else if (*line && !has_options)
		queue_requirement(l, trimmed(line, end ? end : line + strlen(line)));
}

/* Read the file PATH once; LIMITS: as constraints. */
static void read_lines(struct reading *r, const char *path, bool limits)
{
	struct lines l = { .r = r, .path = path_clean(path), .limits = limits, .next = 1 };
	const char *key = joined(limits ? "c" : "r", l.path), *s;

	if (strings_contain(&r->seen, key))
		return;
	strings_add(&r->seen, key);
	if (r->seen.count > INCLUDES_MAX)
		declared_fault(r->c, "'%s' is one of more than %d files that include each other",
			       shown(path), INCLUDES_MAX);
	l.document = reading_open(r, l.path, false);
	s = l.document ? decoded_text(l.document) : "";
	while (*s && !r->c->fault)
		queue_line(&l, with_variables(without_comment(take_joined_line(&l, &s))));
}

void read_requirements(struct reading *r)
{
	nodes_read(r, NULL);
	read_lines(r, r->path, false);
	queue_follow(r);
}
