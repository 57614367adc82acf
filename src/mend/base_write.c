/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The base in an environment: the names of Python in bin, and pyvenv.cfg. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "mend/base_python.h"
#include "print/msg.h"
#include "system/files.h"
#include "system/replace.h"

#include "core/banned.h"

enum {
	NAMES = 4,
};

/* The names of Python that bin is to have, that of the base first. */
static void names_of(const struct base_want *want, const struct base *base,
		     const char *names[NAMES])
{
	const char *series = base->library.series;
	struct buf versioned = BUF_INIT;
	/* venv of Python 3.8 made no such name. */
	bool has = streq(base->library.implementation, "cpython") &&
		   (want->venv->cfg.maker || !streq(series, "3.8"));

	buf_putl(&versioned, "python", has ? series : "", has ? base->library.threads : "");
	names[0] = base->path ? path_base(base->path) : "python";
	names[1] = "python3";
	names[2] = "python";
	names[3] = versioned.data;
}

static int failed(const struct base_want *want, const char *what, const char *file)
{
	return error_errno("cannot %s '%s'", what, shown(path_join(want->venv->path, file)));
}

/* ---- names in bin ------------------------------------------------------------- */

const char *base_bad_copy(const struct base_want *want, const struct base *base)
{
	const char *names[NAMES], *path;
	struct file_info info;

	if (!base->library.series)
		return NULL;
	names_of(want, base, names);
	for (size_t i = 0; i < NAMES; i++) {
		const char *file = path_join("bin", names[i]);

		if (file_lstatat(want->dir, file, &info) || S_ISLNK(info.mode))
			continue;
		path = path_join(want->venv->path, file);
		if (!S_ISREG(info.mode) || base->changed || !info.size || python_is_script(path))
			return path;
	}
	return NULL;
}

/* FILE starts a Python that fits, or is a copy of one: 1, 0, or -1 with errno. */
static int is_good(const struct base_want *want, struct base *base, const char *file)
{
	const char *path = path_join(want->venv->path, file);
	struct python_guess guess;
	struct file_info info;
	char real[PATH_MAX];

	if (file_lstatat(want->dir, file, &info) || !realpath(path, real))
		return file_leads_nowhere(errno) ? 0 : -1;
	if (path_under(real, want->venv->path) || base_fits(&base->library, path, &guess))
		return 1;
	errno = base->library.error;
	return errno ? -1 : 0;
}

int base_link(const struct base_want *want, struct base *base, bool dry, struct findings *findings)
{
	const char *names[NAMES];

	names_of(want, base, names);
	for (size_t i = 0; i < NAMES; i++) {
		const char *file = path_join("bin", names[i]);
		const char *path = path_join(want->venv->path, file);
		int good = is_good(want, base, file), bin;

		if (good < 0)
			return failed(want, "look at", file);
		if (good || (i && streq(names[i], names[0])))
			continue;
		/* With another base, all of them are one with that. */
		if (!base->changed)
			findings_say(findings, "link", path, "'%s' %s", shown(path),
				     file_exists(want->dir, file) ? "does not start its Python" :
								    "is missing");
		/* The other names may lead to this one. */
		if (dry)
			break;
		bin = files_open_dir(want->dir, "bin");
		if (bin < 0 || replace_link(bin, names[i], i ? names[0] : base->path, NULL))
			return failed(want, "write", file);
		file_close(bin);
	}
	return 0;
}

/* ---- pyvenv.cfg --------------------------------------------------------------- */

/** A line `key = value`. */
struct line {
	const char *key, *value;
	/** where the value begins, and the line ends */
	const char *start, *end;
};

static bool part(const char *s, const char *end, struct line *line)
{
	const char *eq = memchr(s, '=', (size_t)(end - s)), *stop = eq;

	if (!eq)
		return false;
	while (stop > s && stop[-1] == ' ')
		stop--;
	line->key = mem_dup(s, (size_t)(stop - s));
	for (s = eq + 1; s < end && *s == ' ';)
		s++;
	line->value = mem_dup(s, (size_t)(end - s));
	line->start = s;
	line->end = end;
	return true;
}

/* VALUE in the form that it has: "3.11.2", or virtualenv's "3.11.2.final.0". */
static const char *with_version(const struct base *base, const char *value)
{
	size_t n = strspn(value, "0123456789.");
	struct buf b = BUF_INIT;

	if (!base->version)
		return value;
	if (n && value[n - 1] == '.')
		n--;
	buf_putl(&b, base->version, value + n);
	return b.data;
}

static const char *renewed(const struct base *base, const struct line *line)
{
	const char *prefix =
		base->guess.stdlib ? path_parent(path_parent(base->guess.stdlib)) : NULL;

	if (!strcasecmp(line->key, "home"))
		return path_parent(base->path);
	if (!base->changed)
		return line->value;
	if (!strcasecmp(line->key, "version") || !strcasecmp(line->key, "version_info"))
		return with_version(base, line->value);
	if (!strcasecmp(line->key, "executable") || !strcasecmp(line->key, "base-executable"))
		return base->guess.real;
	if (prefix &&
	    (!strcasecmp(line->key, "base-prefix") || !strcasecmp(line->key, "base-exec-prefix")))
		return prefix;
	return line->value;
}

int base_cfg(const struct base_want *want, struct base *base, bool dry, struct findings *findings)
{
	const char *path = path_join(want->venv->path, "pyvenv.cfg"), *end;
	struct buf out = BUF_INIT;
	struct text text;
	struct line line;

	if (!base->changed && base_in(&base->library, want->venv->cfg.home))
		return 0;
	errno = base->library.error;
	if (!base->changed && errno)
		return error_errno("cannot look at '%s'", shown(want->venv->cfg.home));
	if (!base->changed)
		findings_say(findings, "outdated-cfg", path, "'%s' says home = %s, but that is %s",
			     shown(path), shown(want->venv->cfg.home),
			     shown(path_parent(base->path)));
	if (dry)
		return 0;
	if (file_slurp_at(want->dir, "pyvenv.cfg", FILE_MAX, &text))
		return failed(want, "read", "pyvenv.cfg");
	for (const char *s = text.data; *s; s = end) {
		end = s + strcspn(s, "\n");
		if (part(s, end, &line)) {
			buf_put(&out, s, (size_t)(line.start - s));
			buf_puts(&out, renewed(base, &line));
		} else {
			buf_put(&out, s, (size_t)(end - s));
		}
		if (*end)
			buf_putc(&out, *end++);
	}
	return replace_file(want->dir, "pyvenv.cfg", out.data, out.len, 0644) ?
		       failed(want, "write", "pyvenv.cfg") :
		       0;
}
