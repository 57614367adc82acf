/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leads to sources that are gone: which ones are meant, only the user knows. */
#include <fcntl.h>
#include <fnmatch.h>

#include "cli/repair.h"
#include "cli/source.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

enum {
	/** bytes of such a file */
	SOURCE_MAX = 1024 * 1024,
};

static bool is_finder(const char *file)
{
	return fnmatch("*/site-packages/__editable__*_finder.py", file, 0) == 0;
}

void repair_see_source(struct repair_look *l, const char *file)
{
	if (fnmatch("*/site-packages/*.pth", file, 0) != 0 &&
	    fnmatch("*/site-packages/*.egg-link", file, 0) != 0 && !is_finder(file))
		return;
	strings_add(&l->leads, mem_dups(file));
}

/* The LEN bytes at S are a path to nothing.  Says so, once a file. */
static bool is_gone(struct repair_look *l, const char *file, const char *s, size_t len)
{
	const char *path = mem_dup(s, len), *from = repair_path(l, file);

	if (path[0] != '/' || strlen(path) != len)
		return false;
	/* What lies in it will be there when that is where it says. */
	if (path_under(path, l->repair->venv.path) || file_exists_through(AT_FDCWD, path) != 0 ||
	    (is_finder(file) && source_is_module(path)))
		return false;
	repair_reported(
		l, "source-gone", from,
		finding_text("'%s' leads to '%s', which is gone", shown(from), shown(path)));
	return true;
}

static void look_at_lines(struct repair_look *l, const char *file, const struct text *text)
{
	for (const char *s = text->data; *s;) {
		size_t len = strcspn(s, "\r\n");

		if (is_gone(l, file, s, len))
			return;
		s += len;
		s += strspn(s, "\r\n");
	}
}

/* Where a string literal ends whose text begins at S; NULL: nowhere. */
static const char *literal_end(const char *s, char quote)
{
	while (*s && *s != quote)
		s += *s == '\\' && s[1] ? 2 : 1;
	return *s ? s : NULL;
}

/* Each string literal without escapes. */
static void look_at_literals(struct repair_look *l, const char *file, const struct text *text)
{
	for (const char *s = text->data; (s = strpbrk(s, "'\""));) {
		char quote = *s++;
		const char *close = literal_end(s, quote);

		if (!close)
			return;
		if (!memchr(s, '\\', (size_t)(close - s)) &&
		    is_gone(l, file, s, (size_t)(close - s)))
			return;
		s = close + 1;
	}
}

void repair_sources(struct repair_look *l)
{
	for (size_t i = 0; i < l->leads.count; i++) {
		const char *file = l->leads.list[i];
		struct text text;

		if (repair_read(l, file, SOURCE_MAX, &text))
			continue;
		if (is_finder(file))
			look_at_literals(l, file, &text);
		else
			look_at_lines(l, file, &text);
	}
}
