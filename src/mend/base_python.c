/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/base_python.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
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
				      parsed.free_threaded ? "t" : "", 0 };
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
		*library = (struct library){ "cpython", series, "", 0 };
}

/* ---- which there is ---------------------------------------------------------- */

/* A look that failed with errno ERR says that no interpreter is there. */
static bool is_answer(int err)
{
	return !err || file_leads_nowhere(err) || err == EINVAL;
}

bool base_fits(struct library *library, const char *path, struct python_guess *guess)
{
	struct buf b = BUF_INIT;

	errno = 0;
	if (!library->series || !python_guess(path, guess)) {
		library->error = is_answer(errno) ? 0 : errno;
		return false;
	}
	if (!streq(guess->implementation, library->implementation))
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
static const char *fitting(struct library *library, const char *bin, const char *name,
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

bool base_in(struct library *library, const char *bin)
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

/* Where the versions lie of which PATH, …/versions/3.11.7/bin/python3, has one. */
static const char *versions_of(const char *path)
{
	return path_parent(path_parent(path_parent(path)));
}

/* BIN has one that fits and answers. */
static bool take_from(const struct base_want *want, const struct python_bin *bin, struct base *base)
{
	const char *path = fitting(&base->library, bin->dir, "python3", &base->guess);
	struct python_question question;
	struct python python;

	if (!path || (!bin->on_path && !is_safe(want->user, path)))
		return false;
	python_ask_begin(path, &question);
	if (!python_ask_end(&question, &python) || !streq(python.series, base->library.series))
		return false;
	base->path = path;
	base->version = python.version;
	return true;
}

/*
 * One that PATH or a known place has; the newest beside the old one comes first. Others are not
 * started, as nobody but the environment names them.
 */
static bool take_installed(const struct base_want *want, struct base *base)
{
	const char *old = base->old ? base->old : path_join(want->venv->cfg.home, "python3");
	struct python_bins bins;

	python_bins(want->from, &bins);
	for (int beside = 1; beside >= 0; beside--)
		for (size_t i = 0; i < bins.count; i++)
			if ((!beside || streq(versions_of(path_join(bins.list[i].dir, "python")),
					      versions_of(old))) &&
			    take_from(want, &bins.list[i], base))
				return true;
	return false;
}

/* The interpreter that it has; false: that is gone, or another one by now. */
static bool take_old(const struct base_want *want, struct base *base)
{
	const char *home = want->venv->cfg.home;

	base->path = base->old;
	if (base->old &&
	    (base_fits(&base->library, base->old, &base->guess) || base->library.error))
		return true;
	base->path = home[0] == '/' ?
			     fitting(&base->library, path_clean(home), "python3", &base->guess) :
			     NULL;
	/* Else only a link leads elsewhere. */
	base->changed = base->path && base->old && streq(path_parent(base->old), path_clean(home));
	return base->path != NULL;
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

int base_find(const struct base_want *want, struct base *base)
{
	*base = (struct base){ 0 };
	library_of(want->venv, &base->library);
	base->old = linked(want->dir);
	/* A link into the environment itself, where it was once, is no base. */
	if (base->old && (path_under(base->old, want->venv->path) ||
			  (want->old_path && path_under(base->old, want->old_path))))
		base->old = NULL;
	if (!base->library.series)
		return 0;
	if (take_old(want, base)) {
		errno = base->library.error;
		return errno ? error_errno("cannot look at '%s'", base->old) : 0;
	}
	base->changed = take_installed(want, base);
	return 0;
}
