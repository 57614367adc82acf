/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pyvenv.cfg says of the base: `home`, on which Python relies, and the rest. */
#include <ctype.h>
#include <strings.h>

#include "cli/repair.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

/** A line in the middle of being read. */
struct line {
	const char *key;
	/** the value, without the space around it */
	const char *value;
	/** where it begins and ends */
	const char *start, *end;
};

/* Part the line from S to EOL; false: it is none. */
static bool part(const char *s, const char *eol, struct line *line)
{
	const char *eq = memchr(s, '=', (size_t)(eol - s)), *end = eq;

	if (!eq)
		return false;
	while (s < end && isspace((unsigned char)*s))
		s++;
	while (end > s && isspace((unsigned char)end[-1]))
		end--;
	line->key = mem_dup(s, (size_t)(end - s));
	for (s = eq + 1; s < eol && isspace((unsigned char)*s);)
		s++;
	while (eol > s && isspace((unsigned char)eol[-1]))
		eol--;
	line->start = s;
	line->end = eol;
	line->value = mem_dup(s, (size_t)(eol - s));
	return true;
}

static const char *line_end(const char *s, const char *end)
{
	const char *eol = memchr(s, '\n', (size_t)(end - s));

	return eol ? eol : end;
}

static const char *with_home(const struct repair_look *l, const char *value)
{
	const char *home = path_parent(l->base.path);
	const char *real = path_parent(l->base.interpreter.real);

	/* The same directory by another name is as good. */
	if (!l->base.changed && (unseen_same(value, home) || unseen_same(value, real)))
		return value;
	return home;
}

/* "3.11.9", in the form that VALUE has: virtualenv's is "3.11.2.final.0". */
static const char *with_version(const struct repair_look *l, const char *value)
{
	const char *version = l->base.interpreter.version;
	size_t n = strspn(value, "0123456789.");
	struct buf b = BUF_INIT;

	if (n && value[n - 1] == '.')
		n--;
	/* What no file says in full is no news. */
	if (strlen(version) != strspn(version, "0123456789.") ||
	    streq(version, cfg_series(version)) || value[n - (n > 0)] == '.')
		return value;
	buf_putl(&b, version, value + n);
	return b.data;
}

static const char *with_executable(const struct repair_look *l, const char *value)
{
	return l->base.changed || !unseen_exists(value) ? l->base.interpreter.real : value;
}

/* What lib and bin lie in. */
static const char *with_prefix(const struct repair_look *l, const char *value)
{
	const char *stdlib = l->base.interpreter.stdlib;

	if (!stdlib || (!l->base.changed && unseen_exists(value)))
		return value;
	return path_parent(path_parent(stdlib));
}

/* `PYTHON -m venv …`: so it could be said again. */
static const char *with_command(const struct repair_look *l, const char *value)
{
	const char *space = strstr(value, " -m ");
	const char *python = space ? mem_dup(value, (size_t)(space - value)) : "";
	struct buf b = BUF_INIT;

	if (python[0] != '/' || unseen_exists(python))
		return value;
	buf_putl(&b, l->base.path, space);
	return b.data;
}

static const struct {
	const char *key;
	const char *(*with)(const struct repair_look *l, const char *value);
} keys[] = {
	{ "home", with_home },
	{ "version", with_version },
	{ "version_info", with_version },
	{ "executable", with_executable },
	{ "base-prefix", with_prefix },
	{ "base-exec-prefix", with_prefix },
	{ "base-executable", with_executable },
	{ "command", with_command },
};

/* What LINE is to say. */
static const char *renewed(const struct repair_look *l, const struct line *line)
{
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (!strcasecmp(line->key, keys[i].key))
			return keys[i].with(l, line->value);
	return line->value;
}

/** What is outdated; `command` says nothing that anybody relies upon. */
struct outdated {
	/** the first of it, and what it is */
	struct line line;
	const char *value;
	size_t count;
};

static void add(struct outdated *outdated, const struct line *line, const char *value)
{
	if (streq(value, line->value) || !strcasecmp(line->key, "command"))
		return;
	if (!outdated->count++) {
		outdated->line = *line;
		outdated->value = value;
	}
}

static void tell(struct repair_look *l, const struct outdated *outdated)
{
	const char *path = repair_path(l, "pyvenv.cfg");
	const struct line *line = &outdated->line;
	const char *more =
		outdated->count == 1 ?
			"" :
			finding_text("; %s", counted(outdated->count - 1, "other line is wrong",
						     "other lines are wrong"));

	repair_mendable(l, "outdated-cfg", path,
			finding_text("'%s' says %s = %s, but that is %s%s", shown(path),
				     shown(line->key), shown(line->value), shown(outdated->value),
				     more));
}

void repair_cfg(struct repair_look *l)
{
	struct rewrites *plan = &l->repair->plan;
	struct outdated outdated = { 0 };
	struct buf out = BUF_INIT;
	const char *end, *eol;
	struct text text;
	struct line line;

	if (!l->base.path || repair_read(l, "pyvenv.cfg", FILE_MAX, &text))
		return;
	end = text.data + text.len;
	for (const char *s = text.data; s < end; s = eol) {
		const char *value;

		eol = line_end(s, end);
		if (part(s, eol, &line)) {
			value = renewed(l, &line);
			add(&outdated, &line, value);
			buf_put(&out, s, (size_t)(line.start - s));
			buf_puts(&out, value);
			s = line.end;
		}
		eol += eol < end;
		buf_put(&out, s, (size_t)(eol - s));
	}
	/* Once the base has changed, all of it is one with that. */
	if (outdated.count && !l->base.changed)
		tell(l, &outdated);
	if (outdated.count || rewrites_find(plan, REWRITE_TEXT, "pyvenv.cfg"))
		rewrites_set(plan, "pyvenv.cfg", &text, &out);
}
