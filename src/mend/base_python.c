/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/base_python.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "mend/cfg_mend.h"
#include "print/msg.h"
#include "python/places.h"
#include "records/guard.h"
#include "system/files.h"

#include "core/banned.h"

/* ---- which Python ------------------------------------------------------------ */

static bool visit_library(void *arg, int fd, const char *name, int type)
{
	struct library *library = arg;
	struct python_name parsed;

	(void)type;
	if (!python_name_parse(name, &parsed) ||
	    file_exists(fd, path_join(mem_dups(name), "site-packages")) <= 0)
		return true;
	*library = (struct library){ python_implementation(&parsed), parsed.version,
				     parsed.free_threaded ? "t" : "", 0 };
	return false;
}

void library_of(const struct venv *venv, struct library *library)
{
	const char *series = cfg_series(venv->cfg.version);

	*library = (struct library){ 0 };
	if (!file_scan(path_join(venv->path, "lib"), visit_library, library) && library->series)
		return;
	if (*series)
		*library = (struct library){ "cpython", series, "", 0 };
}

/* With the Python that it was of: none else finds what is in it. */
static const char *create_command(const struct venv *venv)
{
	struct library library;
	struct buf b = BUF_INIT;

	library_of(venv, &library);
	buf_puts(&b, "avenv create ");
	if (library.series)
		buf_putl(&b, "-p ",
			 streq(library.implementation, "cpython") ? "" : library.implementation,
			 library.series, library.threads, " ");
	return b.data;
}

bool cfg_mend(const struct venv *venv, struct cfg_mend *mend)
{
	*mend = (struct cfg_mend){ .path = venv->path };
	if (venv->health == NO_CFG || venv->health == CFG_NO_HOME)
		mend->command = create_command(venv);
	else if (venv->health == CFG_UNREADABLE && venv->error == EACCES)
		mend->command = "chmod -R u+rwX ";
	return mend->command != NULL;
}

/* ---- which there is ---------------------------------------------------------- */

bool base_fits(struct library *library, const char *path, struct python_guess *guess)
{
	struct buf stdlib = BUF_INIT;

	errno = 0;
	if (!library->series || !python_guess(path, guess)) {
		/* It is another file, or nothing; else nobody knows. */
		if (errno && errno != EINVAL && !file_leads_nowhere(errno))
			library->error = errno;
		return false;
	}
	if (!streq(guess->implementation, library->implementation))
		return false;
	if (guess->series)
		return streq(guess->series, library->series) &&
		       streq(guess->threads, library->threads);
	/* The name does not say; its library does. */
	buf_putl(&stdlib, path_parent(path_parent(guess->real)), "/lib/python", library->series,
		 library->threads);
	guess->stdlib = stdlib.data;
	return file_exists_through(AT_FDCWD, path_join(stdlib.data, "os.py")) > 0;
}

/* The Python in BIN that fits; or NULL. */
static const char *fitting(struct library *library, const char *bin, struct python_guess *guess)
{
	struct buf versioned = BUF_INIT;

	buf_putl(&versioned, "python", library->series, library->threads);

	const char *const names[] = { "python3", versioned.data, "python", "pypy3" };

	for (size_t i = 0; i < ARRAY_SIZE(names) && bin[0] == '/'; i++) {
		const char *path = path_join(path_clean(bin), names[i]);

		if (base_fits(library, path, guess) && !python_in_env(path) &&
		    !python_is_script(path))
			return path;
	}
	return NULL;
}

bool base_in(struct library *library, const char *bin)
{
	struct python_guess guess;

	return fitting(library, bin, &guess) != NULL;
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

/* BIN is …/versions/3.11.9/bin, where the old one was in …/versions/3.11.7/bin: it comes first. */
static bool is_beside(const struct base *base, const char *bin)
{
	const char *old = base->old ? path_parent(base->old) : base->venv->cfg.home;

	return streq(path_parent(path_parent(bin)), path_parent(path_parent(old)));
}

/* BIN has one that fits and answers. */
static bool take_from(struct base *base, const struct python_bin *bin)
{
	const char *path = fitting(&base->library, bin->dir, &base->guess);
	struct python_question question;
	struct python python;

	if (!path || (!bin->on_path && !is_safe(base->user, path)))
		return false;
	python_ask_begin(path, &question);
	if (!python_ask_end(&question, &python) || !streq(python.series, base->library.series))
		return false;
	base->path = path;
	base->version = python.version;
	return true;
}

/* The interpreter that it has; false: that is gone, or another one by now. */
static bool take_old(struct base *base)
{
	const char *home = base->venv->cfg.home;

	base->path = base->old;
	if (base->old && base_fits(&base->library, base->old, &base->guess))
		return true;
	base->path = fitting(&base->library, home, &base->guess);
	/* Else only a link leads elsewhere. */
	base->changed = base->path && base->old && streq(path_parent(base->old), path_clean(home));
	return base->path != NULL;
}

const char *base_linked(int dir)
{
	static const char *const names[] = { "python3", "python" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *to = files_link_text(dir, path_join("bin", names[i]));

		/* bin/python -> python3.11, which leads on. */
		if (to && !strchr(to, '/'))
			to = files_link_text(dir, path_join("bin", to));
		if (to && to[0] == '/')
			return path_clean(to);
	}
	return NULL;
}

int base_find(struct base *base)
{
	struct python_bins bins;
	bool found;

	base->old = base_linked(base->dir);
	library_of(base->venv, &base->library);
	/* A link into the environment itself, where it was once, is no base. */
	if (base->old && (path_under(base->old, base->venv->path) ||
			  (base->old_path && path_under(base->old, base->old_path))))
		base->old = NULL;
	if (!base->library.series)
		return 0;
	found = take_old(base);
	errno = base->library.error;
	if (errno)
		return error_errno("cannot look at '%s'",
				   shown(base->old ? base->old : base->venv->cfg.home));
	if (found)
		return 0;
	python_bins(base->from, &bins);
	for (int beside = 1; beside >= 0; beside--)
		for (size_t i = 0; i < bins.count && !base->changed; i++)
			if (is_beside(base, bins.list[i].dir) == beside)
				base->changed = take_from(base, &bins.list[i]);
	return 0;
}
