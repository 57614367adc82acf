/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/base_python.h"

#include <ctype.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "python/places.h"
#include "records/guard.h"
#include "system/files.h"

#include "core/banned.h"

/* ---- which Python ------------------------------------------------------------ */

/** A scan of lib. */
struct libraries {
	const struct venv *venv;
	struct library *found;
};

static bool visit_library(void *arg, int fd, const char *name, int type)
{
	const struct libraries *l = arg;
	struct python_name parsed;

	(void)type;
	if (!python_name_parse(name, &parsed) ||
	    file_exists(fd, path_join(mem_dups(name), "site-packages")) <= 0)
		return true;
	*l->found = (struct library){ python_implementation(&parsed), parsed.version,
				      parsed.free_threaded ? "t" : "" };
	/* Of several, the one that pyvenv.cfg names. */
	return !streq(parsed.version, cfg_series(l->venv->cfg.version));
}

void library_of(const struct venv *venv, struct library *library)
{
	struct libraries l = { venv, library };
	const char *series = cfg_series(venv->cfg.version);

	*library = (struct library){ 0 };
	if (!file_scan(path_join(venv->path, "lib"), visit_library, &l) && library->series)
		return;
	if (*series)
		*library = (struct library){ "cpython", series, "" };
}

/* ---- which there is ---------------------------------------------------------- */

bool base_fits(const struct library *library, const char *path, struct python_guess *guess)
{
	struct buf b = BUF_INIT;

	if (!library->series || !python_guess(path, guess) ||
	    !streq(guess->implementation, library->implementation))
		return false;
	if (guess->series)
		return streq(guess->series, library->series) &&
		       streq(guess->threads, library->threads);
	/* The name does not say; its library does. */
	buf_putl(&b, path_parent(path_parent(guess->real)), "/lib/python", library->series,
		 library->threads);
	guess->stdlib = b.data;
	return file_exists_through(AT_FDCWD, path_join(b.data, "os.py")) > 0;
}

/* The Python in BIN that fits; or NULL. NAME is tried first. */
static const char *fitting(const struct library *library, const char *bin, const char *name,
			   struct python_guess *guess)
{
	struct buf versioned = BUF_INIT;

	buf_putl(&versioned, "python", library->series, library->threads);

	const char *const names[] = { name, versioned.data, "python3", "python", "pypy3" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *path = path_join(bin, names[i]);

		if (base_fits(library, path, guess) && !python_in_env(path) &&
		    !python_is_script(path))
			return path;
	}
	return NULL;
}

bool base_in(const struct library *library, const char *bin)
{
	struct python_guess guess;

	return bin[0] == '/' && fitting(library, path_clean(bin), "python3", &guess);
}

/* Nobody else can lead PATH elsewhere or write to it. */
static bool is_safe(const struct user *user, const char *path)
{
	struct openings o = { 0 };
	char real[PATH_MAX];

	if (!realpath(path, real))
		return false;
	openings_of_way(&o, user, path);
	openings_of_file(&o, user, mem_dups(real));
	return !o.count;
}

/* "3.11.9" in PATH, of the minor version SERIES; or NULL. */
static const char *version_in(const char *path, const char *series)
{
	size_t len = strlen(series);

	for (const char *s = path; (s = strstr(s, series)); s++)
		if (s[len] == '.' && isdigit((unsigned char)s[len + 1]))
			return mem_dup(s, len + 1 + strspn(s + len + 1, "0123456789"));
	return NULL;
}

static bool is_newer(const char *version, const char *than)
{
	struct release a, b;

	if (!version || !than || !release_parse(version, &a) || !release_parse(than, &b))
		return version != NULL;
	return release_compare(&a, &b, 3) > 0;
}

static void take(struct base *base, const char *path, const struct python_guess *guess)
{
	base->path = path;
	base->guess = *guess;
	base->version = version_in(guess->real, base->library.series);
}

/** A scan of versions/3.11.9 where versions/3.11.7 was: pyenv's, uv's, Homebrew's. */
struct siblings {
	const struct base_want *want;
	struct base *base;
	const char *dir, *name;
};

static bool visit_sibling(void *arg, int fd, const char *name, int type)
{
	const struct siblings *s = arg;
	const char *bin = path_join(path_join(s->dir, mem_dups(name)), "bin");
	struct python_guess guess;
	const char *path;

	(void)fd;
	(void)type;
	path = fitting(&s->base->library, bin, s->name, &guess);
	if (path && is_safe(s->want->user, path) &&
	    (!s->base->path ||
	     is_newer(version_in(guess.real, s->base->library.series), s->base->version)))
		take(s->base, path, &guess);
	return true;
}

static bool take_sibling(const struct base_want *want, struct base *base)
{
	const char *home = base->old ? path_parent(base->old) : want->venv->cfg.home;
	struct siblings s = { want, base, path_parent(path_parent(home)), "python3" };

	if (base->old)
		s.name = path_base(base->old);
	return home[0] == '/' && streq(path_base(home), "bin") && s.dir[1] &&
	       !file_scan(s.dir, visit_sibling, &s) && base->path;
}

/* Only an interpreter that the user's PATH or a known place has is asked. */
static bool take_installed(const struct base_want *want, struct base *base)
{
	struct python_bins bins;

	python_bins(want->from, &bins);
	for (size_t i = 0; i < bins.count; i++) {
		struct python_question question;
		struct python_guess guess;
		struct python python;
		const char *path = fitting(&base->library, bins.list[i].dir, "python3", &guess);

		if (!path || (!bins.list[i].on_path && !is_safe(want->user, path)))
			continue;
		python_ask_begin(path, &question);
		if (!python_ask_end(&question, &python) ||
		    !streq(python.series, base->library.series))
			continue;
		take(base, path, &guess);
		base->version = python.version;
		return true;
	}
	return false;
}

/* The interpreter that it has; false: that is gone, or another one by now. */
static bool take_old(const struct base_want *want, struct base *base)
{
	const char *home = want->venv->cfg.home;
	struct python_guess guess;

	if (base->old && base_fits(&base->library, base->old, &guess)) {
		take(base, base->old, &guess);
		return true;
	}
	if (home[0] != '/')
		return false;
	base->path = fitting(&base->library, path_clean(home), "python3", &guess);
	if (!base->path)
		return false;
	take(base, base->path, &guess);
	/* Else only a link leads elsewhere. */
	base->changed = base->old && streq(path_parent(base->old), path_clean(home));
	return true;
}

/* The path that the first absolute link of bin's Pythons has, whether that is there or not. */
static const char *linked(int env)
{
	static const char *const names[] = { "bin/python3", "bin/python" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *to = files_link_text(env, names[i]);

		/* bin/python -> python3.11, which leads on. */
		if (to && !strchr(to, '/'))
			to = files_link_text(env, path_join("bin", to));
		if (to && to[0] == '/')
			return path_clean(to);
	}
	return NULL;
}

void base_find(const struct base_want *want, struct base *base)
{
	*base = (struct base){ 0 };
	library_of(want->venv, &base->library);
	base->old = linked(want->dir);
	/* A link into the environment itself, where it was once, is no base. */
	if (base->old && (path_under(base->old, want->venv->path) ||
			  (want->old_path && path_under(base->old, want->old_path))))
		base->old = NULL;
	if (!base->library.series || take_old(want, base))
		return;
	base->changed = take_sibling(want, base) || take_installed(want, base);
}

const char *base_newest(const struct python_from *from)
{
	struct python_bins bins;
	struct python_guess guess;

	python_bins(from, &bins);
	for (size_t i = 0; i < bins.count; i++) {
		const char *path = python_in(bins.list[i].dir);

		if (path && python_guess(path, &guess) && guess.series && !python_is_script(path) &&
		    streq(guess.implementation, "cpython"))
			return guess.series;
	}
	return NULL;
}
