/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Relative paths in an environment that lead out of it. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/place.h"
#include "cli/relocate.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

/*
 * Go from *DIR, which is below LAY, as TO says, as far as that is below LAY or up from
 * there: *DIR is where that ends.  Returns what is left of TO, which may go by links;
 * NULL where it goes up from behind one, if LINKS count: then only the file system knows.
 */
static const char *go(const char **dir, const char *lay, const char *to, bool links)
{
	struct file_info info;
	bool link = false;

	while (*to) {
		size_t len = strcspn(to, "/");
		const char *name = mem_dup(to, len);

		if (streq(name, "..") && link)
			return NULL;
		if (streq(name, ".."))
			*dir = path_parent(*dir);
		else if (!path_under(*dir, lay))
			break;
		else if (!streq(name, "."))
			*dir = path_join(*dir, name);
		link = links && !file_lstat(*dir, &info) && S_ISLNK(info.mode);
		to += len;
		to += strspn(to, "/");
	}
	return to;
}

/* As relocate_outward() of what goes up from behind a link; DIR is where it stood. */
static const char *by_link(const struct relocation *r, const char *dir, const char *to)
{
	const char *place = place_unfollowed(path_join(dir, to));

	return place && !path_under(place, r->lay) &&
			       !streq(path_parent(r->to), path_parent(r->lay)) ?
		       place :
		       to;
}

static const char *outward(const struct relocation *r, const char *file, const char *to, bool links)
{
	const char *dir, *rest, *whole, *clean;
	struct file_info info;

	if (!r->lay || to[0] == '/')
		return to;
	dir = path_parent(path_join(r->lay, file));
	rest = go(&dir, r->lay, to, links);
	if (!rest)
		return by_link(r, path_parent(path_join(r->lay, file)), to);
	if (path_under(dir, r->lay))
		return to;
	whole = *rest ? path_join(dir, rest) : dir;
	clean = path_clean(whole);
	/* It comes back by the name that the environment had. */
	if (path_under(clean, r->lay))
		return clean;
	if (streq(path_parent(r->to), path_parent(r->lay)))
		return to;
	/* Nor does it lead anywhere from where it lay: somebody moved it by hand. */
	return file_lstat(whole, &info) ? to : whole;
}

const char *relocate_outward(const struct relocation *r, const char *file, const char *to)
{
	return outward(r, file, to, true);
}

/* As Python's site module tells a path from a comment and from code. */
static bool is_path(const char *line)
{
	return *line != '#' && !starts_with(line, "import ") && !starts_with(line, "import\t");
}

void relocate_outward_lines(const struct relocation *r, const char *file, const char *data,
			    size_t len, struct buf *out)
{
	const char *s = data, *end = data + len;

	while (s < end) {
		size_t whole = strcspn(s, "\r\n"), n = whole;
		const char *line;

		while (n && isspace((unsigned char)s[n - 1]))
			n--;
		line = mem_dup(s, n);
		/* What site makes whole, it takes ".." out of by its name. */
		buf_puts(out, n && is_path(line) ? outward(r, file, line, false) : line);
		buf_put(out, s + n, whole - n);
		s += whole;
		for (; s < end && (*s == '\r' || *s == '\n' || !*s); s++)
			buf_putc(out, *s);
	}
}
