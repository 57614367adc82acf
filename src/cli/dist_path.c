/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The import path of an environment's Python, without asking it. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/dist.h"
#include "cli/interpreters.h"
#include "cli/site.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

/* In DIR, the directory of programs of the base, or of what it leads to. */
static const char *stdlib_of(const char *bin, const char *python)
{
	static const char *const libs[] = { "lib", "lib64" };
	static const char *const names[] = { "python3", "python" };
	const char *prefix = path_parent(bin);
	struct interpreter interpreter;

	for (size_t i = 0; python && i < ARRAY_SIZE(libs); i++) {
		const char *dir = path_join(path_join(prefix, libs[i]), python);

		if (unseen_exists(path_join(dir, "os.py")))
			return dir;
	}
	if (python && interpreter_read(path_join(bin, python), &interpreter) && interpreter.stdlib)
		return interpreter.stdlib;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (interpreter_read(path_join(bin, names[i]), &interpreter) && interpreter.stdlib)
			return interpreter.stdlib;
	return NULL;
}

const char *dist_base_stdlib(const struct dist_reading *r)
{
	const char *home = r->venv->cfg.home;

	if (!is_set(home) || home[0] != '/')
		return NULL;
	return stdlib_of(path_clean(home), site_python(r->venv));
}

bool dist_slurp_base(const char *path, struct text *text)
{
	return !file_slurp(path, DIST_HEADERS_MAX, text) || unseen(path);
}

/* Debian's Python has directories of its own for what comes in packages. */
static bool is_debian(const char *stdlib)
{
	struct text text;

	return dist_slurp_base(path_join(stdlib, "site.py"), &text) &&
	       strstr(text.data, "\"dist-packages\"");
}

static void read_base_site(struct dist_reading *r, const char *path)
{
	int fd = dist_site_open(r, path);

	if (fd >= 0)
		dist_site_read(r, fd, path, NULL);
}

const char *dist_user_site(const struct venv *venv)
{
	const char *base = settings_path("PYTHONUSERBASE");
	const char *home = settings_path("HOME"), *python = site_python(venv);

	if (is_set(getenv("PYTHONNOUSERSITE")))
		return NULL;
	if (!base && home)
		base = path_join(home, ".local");
	return base && python ?
		       path_join(path_join(path_join(base, "lib"), python), "site-packages") :
		       NULL;
}

/* What include-system-site-packages lets in, behind the environment's own. */
static void read_base(struct dist_reading *r)
{
	const char *stdlib = dist_base_stdlib(r), *prefix, *python;
	const char *user = dist_user_site(r->venv);

	r->follow = true;
	if (user)
		read_base_site(r, user);
	if (!stdlib)
		return;
	if (!is_debian(stdlib)) {
		read_base_site(r, path_join(stdlib, "site-packages"));
		return;
	}
	prefix = path_parent(path_parent(stdlib));
	python = path_join(path_join(prefix, "local/lib"), path_base(stdlib));
	read_base_site(r, path_join(python, "dist-packages"));
	read_base_site(r, path_join(prefix, "lib/python3/dist-packages"));
	read_base_site(r, path_join(stdlib, "dist-packages"));
}

/*
 * lib64 where it is not the usual link, but a directory: a Python that lives in
 * one reads it first, others not at all.
 */
static void read_lib64(struct dist_reading *r)
{
	const char *path, *stdlib;
	int fd = site_open_lib64(r->venv, &path);

	if (fd < 0)
		return;
	stdlib = dist_base_stdlib(r);
	if (stdlib && strstr(stdlib, "/lib64/"))
		dist_site_read(r, fd, path, NULL);
	else
		close(fd);
}

void dist_sites(struct dist_reading *r)
{
	const char *path;
	int fd;

	r->dists->sites = mem_alloc(DIST_SITES_MAX * sizeof(*r->dists->sites));
	read_lib64(r);
	fd = site_open(r->venv, &path);
	if (fd >= 0)
		dist_site_read(r, fd, path, NULL);
	if (r->venv->cfg.system_site)
		read_base(r);
}
