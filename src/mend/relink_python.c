/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pointing an environment to its base: the links of Python in bin, and the keys of pyvenv.cfg. */
#include <errno.h>
#include <sys/stat.h>

#include "core/path.h"
#include "mend/repair.h"
#include "print/msg.h"

enum {
	/** names of Python in bin */
	NAMES = 3,
	/** of these, the first that every environment has */
	NEEDED = 2,
};

/*
 * The name of a link of Python in bin, of NAMES: the first points to the base, the others to the
 * first.
 */
static const char *name_of(const struct base *base, size_t i)
{
	if (i < NEEDED)
		return i ? "bin/python3" : "bin/python";
	return formatted("bin/python%s%s", base->library.series, base->library.threads);
}

/* ---- names in bin ------------------------------------------------------------- */

const char *base_bad_copy(const struct base *base)
{
	struct file_info info;

	for (size_t i = 0; i < NAMES && *base->library.series; i++) {
		const char *path = path_join(base->venv->path, name_of(base, i));

		if (!file_lstat(path, &info) && !S_ISLNK(info.mode) &&
		    (base->changed || !file_is_program(path) || python_is_script(path)))
			return path;
	}
	return NULL;
}

/*
 * Returns 1 if PATH leads to a Python that fits, or to a copy in the environment; 0 if not; or -1
 * with errno.
 */
static int is_good(const struct base *base, const char *path)
{
	const char *real = real_path_of(path).path;

	if (!real)
		return file_leads_nowhere(errno) ? 0 : -1;
	if (path_under(real, base->venv->path) || base_fits(&base->library, path))
		return 1;
	return errno ? -1 : 0;
}

/* 1: the name in bin has to be linked again; 0: it has not; -1 after printing an error. */
static int is_wrong_name(const struct base *base, size_t i)
{
	const char *name = name_of(base, i);
	int exists = file_exists_at(base->dir, name);
	int good = exists < 0 ? -1 : is_good(base, path_join(base->venv->path, name));

	if (good < 0)
		return file_failed(base->venv->path, "look at", name);
	return !good && (exists || i < NEEDED);
}

/* Add one finding for all names. If BASE->changed, the caller has added one. */
static int look_at_names(const struct base *base, struct findings *findings)
{
	size_t faults = 0;

	for (size_t i = 0; i < NAMES; i++) {
		const char *path = path_join(base->venv->path, name_of(base, i));
		int wrong = is_wrong_name(base, i);

		if (wrong < 0)
			return -1;
		if (wrong && !base->changed && !faults++)
			findings_say(findings, "link", path, "'%s' %s", shown(path),
				     file_exists(path) ? "does not start its Python" :
							 "is missing");
	}
	return 0;
}

static int write_names(const struct base *base)
{
	for (size_t i = 0; i < NAMES; i++) {
		struct edit edit = { .file = name_of(base, i), .to = i ? "python" : base->path };
		int wrong;

		if (file_lstatat(base->dir, edit.file, &edit.seen))
			edit.seen.mode = 0;
		wrong = is_wrong_name(base, i);

		if (wrong < 0 || (wrong && edit_put(base->dir, base->venv->path, &edit)))
			return -1;
	}
	return 0;
}

/* ---- pyvenv.cfg --------------------------------------------------------------- */

/*
 * Write the key `home`, and other keys with a path below it; for another base also its version.
 * Returns 0, or -1 after printing why not.
 */
static int write_home(const struct base *base)
{
	const struct cfg *cfg = &base->venv->cfg;
	struct edit edit = { .file = "pyvenv.cfg", .text = BUF_INIT };
	const char *version = base->python.version;
	struct text text;

	if (!version && !streq(cfg_series(cfg->version), base->library.series))
		version = base->library.series;
	if (file_slurp_at(base->dir, edit.file, FILE_MAX, &text))
		return file_failed(base->venv->path, "read", edit.file);
	edit.seen = text.info;
	replace_path(PLAIN, cfg->home, path_parent(base->path), &text, &edit.text);
	/* base-prefix and base-exec-prefix of virtualenv */
	replace_all(&edit.text, formatted("prefix = %s\n", path_parent(cfg->home)),
		    formatted("prefix = %s\n", path_parent(path_parent(base->path))));
	if (cfg->version && version)
		replace_all(&edit.text, formatted(" = %s", cfg->version),
			    formatted(" = %s", version));
	return edit_put(base->dir, base->venv->path, &edit);
}

/* Set BASE->rewrite_cfg. If BASE->changed, the caller has added a finding. */
static int look_at_cfg(struct base *base, struct findings *findings)
{
	const char *path = path_join(base->venv->path, "pyvenv.cfg");
	const char *home = base->venv->cfg.home;

	base->rewrite_cfg = base->changed || !base_in(&base->library, home);
	if (base->changed || !base->rewrite_cfg)
		return 0;
	if (errno)
		return error_errno("cannot look at '%s'", shown(home));
	findings_say(findings, "outdated-cfg", path, "'%s' says home = %s, but that is %s",
		     shown(path), shown(home), shown(path_parent(base->path)));
	return 0;
}

/* ---- both --------------------------------------------------------------------- */

int relink_look(struct base *base, struct findings *findings)
{
	return look_at_cfg(base, findings) ? -1 : look_at_names(base, findings);
}

int relink_check(const struct base *base)
{
	return base->rewrite_cfg ? edit_check(base->dir, base->venv->path, "pyvenv.cfg") : 0;
}

int relink_write(const struct base *base)
{
	return base->rewrite_cfg && write_home(base) ? -1 : write_names(base);
}
