/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/base_python.h"

#include <errno.h>
#include <sys/stat.h>

#include "core/path.h"
#include "formats/pep440.h"
#include "print/msg.h"
#include "python/python_dirs.h"
#include "records/ask.h"

/* ---- candidates ---------------------------------------------------------------- */

bool base_fits(const struct library *library, const char *path)
{
	struct python_guess guess;
	bool fits;

	errno = 0;
	if (!python_guess(path, &guess)) {
		/* No error: PATH is missing, or not a Python. */
		if (errno == EINVAL || file_leads_nowhere(errno))
			errno = 0;
		return false;
	}
	errno = 0;
	if (!streq(guess.implementation, library->implementation))
		return false;
	if (guess.series)
		return streq(guess.series, library->series) &&
		       streq(guess.threads, library->threads);
	/* The file name has no version: look for the standard library. */
	fits = python_stdlib(path_parent(path_parent(guess.real)), library->name) != NULL;
	errno = 0;
	return fits;
}

const char *base_in(const struct library *library, const char *bin)
{
	const char *const names[] = { "python3",
				      formatted("python%s%s", library->series, library->threads),
				      "python" };
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(names) && bin[0] == '/'; i++) {
		const char *path = path_join(path_clean(bin), names[i]);
		bool fits = base_fits(library, path);

		err = err ? err : errno;
		if (fits && !python_in_env(path) && !python_is_script(path))
			return path;
	}
	errno = err;
	return NULL;
}

/* ---- the search ---------------------------------------------------------------- */

/*
 * Set BASE->path to the interpreter that the links in bin or the key `home` name, or BASE->error.
 * Returns false if neither is installed.
 */
static bool take_named(struct base *base)
{
	const char *home = base->venv->cfg.home;

	if (base->old && base_fits(&base->library, base->old)) {
		base->path = base->old;
		return true;
	}
	base->error = base->old ? errno : 0;
	/* `recreate` also takes an environment without pyvenv.cfg. */
	if (base->error || !home)
		return base->error;
	base->path = base_in(&base->library, home);
	if (!base->path) {
		base->error = errno;
		return base->error;
	}
	/* A broken link into `home`: that interpreter is gone, and `path` is another one there. */
	base->changed = base->old && streq(path_parent(base->old), path_clean(home));
	return true;
}

/* Set BASE->path to an interpreter in BIN that fits and answers. Returns false if BIN has none. */
static bool take_from(struct base *base, const struct python_bin *bin)
{
	const char *path = base_in(&base->library, bin->dir);
	struct python_question question;

	if (!path || !python_is_safe(base->ctx, bin, path))
		return false;
	python_ask_begin(path, &question);
	if (!python_ask_end(&question, &base->python) ||
	    !streq(base->python.series, base->library.series))
		return false;
	base->path = path;
	return true;
}

/* Set BASE->path to the first other interpreter that fits. */
static void take_other(struct base *base)
{
	struct python_bins bins;

	python_bins(base->ctx, &bins);
	for (size_t i = 0; i < bins.count && !base->changed; i++)
		base->changed = take_from(base, &bins.list[i]);
	if (!base->changed)
		base->python = (struct python){ 0 };
}

/* The absolute target of the links of Python in DIR/bin. NULL: no link has one. */
static const char *linked_python(int dir)
{
	static const char *const names[] = { "python3", "python" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *to = file_link_text(dir, path_join("bin", names[i]));

		/* bin/python -> python3.11 -> /usr/bin/python3.11 */
		if (to && !strchr(to, '/'))
			to = file_link_text(dir, path_join("bin", to));
		if (to && to[0] == '/')
			return path_clean(to);
	}
	return NULL;
}

void base_find(struct base *base)
{
	base->old = linked_python(base->dir);
	library_of(base->venv, &base->library);
	/* A link into the environment, at its present or its old path, is not the base. */
	if (base->old && (path_under(base->old, base->venv->path) ||
			  (base->old_path && path_under(base->old, base->old_path))))
		base->old = NULL;
	if (*base->library.series && !take_named(base))
		take_other(base);
}

const char *base_problem(const struct base *base, const char **upgrade)
{
	struct venv venv = *base->venv;
	/* Another command may have replaced the environment: then neither path is known. */
	const char *python = base->old ? base->old : venv.cfg.home ? venv.cfg.home : "bin/python";
	struct file_info info;
	bool is_file = !file_stat(python, &info) && S_ISREG(info.mode);

	venv_check_python(&venv);
	*upgrade = venv.health == PYTHON_UPGRADED ? venv.series : NULL;
	if (base->error)
		return formatted("its Python '%s' cannot be looked at: %s", shown(python),
				 strerror(base->error));
	if (*upgrade)
		return venv_problem(&venv);
	return formatted("its Python '%s' is %s", shown(python),
			 is_file && !file_info_is_program(&info) ? "not executable" : "gone");
}

/* The oldest installed minor version that is not older than the environment's, else the newest. */
static const char *nearest_series(const struct base *base)
{
	const char *series = base->library.series, *best = "3";
	struct pythons all;

	pythons_find(base->ctx, &all);
	for (size_t i = 0; i < all.count; i++)
		if (!i || (*series && pep440_compare(all.list[i].python.series, series) >= 0))
			best = all.list[i].python.series;
	return best;
}

const char *base_missing(const struct base *base, const char **python, const char **id)
{
	const struct library *library = &base->library;
	const char *upgrade, *problem = base_problem(base, &upgrade);

	*python = upgrade ? upgrade : nearest_series(base);
	if (id && base->error)
		*id = "base-unreadable";
	else if (id)
		*id = upgrade && *library->series ? "minor-mismatch" : "base-missing";
	if (base->error)
		return problem;
	if (!*library->series)
		return "nothing says which Python it is of";
	return formatted("%s; Python %s%s is not installed", problem, library->series,
			 library->threads);
}
