/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Installing the packages of the old environment in the new one: the list, pip, the comparison. */
#include <unistd.h>

#include "build/pip.h"
#include "core/mem.h"
#include "core/path.h"
#include "formats/requirement.h"
#include "installed/editable.h"
#include "installed/freeze.h"
#include "mend/recreate.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/child.h"
#include "system/file_at.h"

/** The list for pip, a file in the stage. Only this user can read it: a URL may have a password. */
#define LIST "avenv-packages.txt"

/* ---- the list ---------------------------------------------------------------- */

bool recreate_had_package(const struct recreation *r, const char *name)
{
	const struct dist *dist = dists_find(&r->dists, name);

	return dist && dist->local;
}

/*
 * The requirement of DIST as `freeze` prints it; for an editable outside the environment "-e URL"
 * with its path, not with the remote. "": `freeze` leaves DIST out.
 */
static const char *requirement_line(const struct recreation *r, const struct dist *dist)
{
	struct dists only = r->dists;
	struct dist copy = *dist;
	const struct strings none = { 0 };
	const struct freeze list = { .dists = &only, .all = r->same_minor, .excludes = &none };
	struct buf line = BUF_INIT;

	if (dist->editable && !path_under(dist->editable, r->path)) {
		/* An egg-link may name "src" in a project. */
		const char *project = project_of_sources(dist->editable);

		return formatted("-e %s", url_of_path(project ? project : dist->editable));
	}
	only.list = &copy;
	only.count = 1;
	freeze(&list, &line);
	/* freeze leaves out argparse, which is installed again nevertheless. */
	if (!line.len && r->same_minor)
		return dist_pin(dist);
	/* Cut the newline. */
	buf_cut(&line, line.len ? line.len - 1 : 0);
	return line.data;
}

/*
 * LINE is exactly one requirement, so that no text in a file of the environment becomes an option
 * of pip.
 */
static bool is_requirement(const struct dist *dist, const char *line)
{
	const char *url = strstr(line, " @ ");

	if (!requirement_name_valid(dist->name))
		return false;
	if (dist->editable)
		line += strlen("-e ");
	else if (url && dist->origin.kind != ORIGIN_INDEX)
		line = url + strlen(" @ ");
	while ((unsigned char)*line > ' ' && *line != 0x7F && *line != '\\')
		line++;
	return !*line;
}

/* The file or directory that pip would install DIST from, if it is missing; else NULL. */
static const char *gone_source(const struct dist *dist)
{
	const char *path = dist->editable;

	if (!path && dist->origin.kind != ORIGIN_INDEX && dist->origin.kind != ORIGIN_VCS)
		path = url_path(dist->origin.url);
	return path && file_is_gone(path) ? path : NULL;
}

int recreate_look(struct recreation *r)
{
	const struct recreate_how *how = r->how;

	dists_read(&r->venv, &r->dists);
	if (how->files->count)
		return 0;
	(void)dists_complain(&r->dists);
	if (!how->lock)
		return 0;
	if (!recreate_had_package(r, "pip"))
		return error("'%s' lists the packages of '%s', which has no pip; %s",
			     shown(how->lock), shown(r->path), how->lock_anew);
	note("this installs what is in '%s', not what '%s' lists; %s", shown(r->path),
	     shown(how->lock), how->lock_next);
	return 0;
}

int recreate_list(struct recreation *r)
{
	int ret = 0;

	r->lines = mem_array(r->dists.count + 1, sizeof(*r->lines));
	for (size_t i = 0; i < r->dists.count && !r->how->files->count; i++) {
		const struct dist *dist = &r->dists.list[i];
		const char *line = dist->local ? requirement_line(r, dist) : "", *gone;

		if (!*line)
			continue;
		gone = gone_source(dist);
		if (gone)
			ret = error("'%s' was installed from '%s', which is gone",
				    shown(dist->name), shown(gone));
		if (!is_requirement(dist, line))
			ret = error("pip cannot install '%s' again from where it came",
				    shown(dist->name));
		r->lines[i] = line;
		r->line_count++;
	}
	return ret ? error("'-r FILE' installs a list of your own instead") : 0;
}

/* ---- pip ------------------------------------------------------------------- */

static int run_pip(const struct recreation *r, const struct stage *stage, const char *list)
{
	const struct strings *files = r->how->files;
	struct strings args = { 0 };

	/* Compiled modules would contain the path of the stage. */
	strings_add_all(&args, (const char *const[]){ "install", "--no-compile", NULL });
	for (size_t i = 0; i < files->count; i++)
		strings_add_all(&args, (const char *const[]){ "-r", files->list[i], NULL });
	if (!files->count)
		strings_add_all(&args,
				(const char *const[]){ "-r", list,
						       r->same_minor ? "--no-deps" : NULL, NULL });
	if (!pip_run(stage->path, r->python.exe, args.list))
		return 0;
	/* The user knows the list, and pip has printed the reason. */
	if (child_interrupted || files->count)
		return -1;
	return error("pip could not install all; %s prints the list, and %s installs another one",
		     paste_quoted(paste_env("avenv freeze", r->path)),
		     paste_quoted(paste_with("-r FILE")));
}

/* SEEDS, which came with the new environment, has the package OLD from an index in its version. */
static bool is_seed(const struct dists *seeds, const struct dist *old)
{
	const struct dist *seed = dists_find(seeds, old->key);

	if (!seed || !seed->local || old->origin.kind != ORIGIN_INDEX || old->editable)
		return false;
	return streq(seed->version, old->version);
}

static int install_lines(const struct recreation *r, const struct stage *stage)
{
	struct buf list = BUF_INIT;
	struct dists seeds;
	struct venv venv;
	int ret;

	venv_read(stage->path, &venv);
	dists_read(&venv, &seeds);
	for (size_t i = 0; i < r->dists.count; i++)
		if (r->lines[i] && !is_seed(&seeds, &r->dists.list[i]))
			buf_putl(&list, r->lines[i], "\n");
	if (!list.len && !r->how->files->count)
		return 0;
	if (files_make(stage->dir, LIST, list.data, list.len, 0600))
		return error_errno("cannot write '%s'", shown(path_join(stage->path, LIST)));
	ret = run_pip(r, stage, path_join(stage->path, LIST));
	if (unlinkat(stage->dir, LIST, 0))
		return error_errno("cannot remove '%s'", shown(path_join(stage->path, LIST)));
	return ret;
}

/* ---- the comparison -------------------------------------------------------- */

/*
 * Check that NEW has the package OLD. A package from an index must have the same version; sources
 * may have changed theirs. Returns 0, or -1 after printing the difference.
 */
static int compare_package(const struct dist *old, const struct dists *new)
{
	const struct dist *dist = dists_find(new, old->key);
	bool same_version = old->origin.kind == ORIGIN_INDEX && !old->editable;

	if (!dist || !dist->local)
		return error("'%s %s' was not installed", shown(old->name), shown(old->version));
	if (same_version && !streq(dist->version, old->version))
		return error("'%s' was installed as %s, not as %s", shown(old->name),
			     shown(dist->version), shown(old->version));
	return 0;
}

/*
 * Uninstall the packages that came with the new environment and that the old one did not have; with
 * another minor version or -r only pip, since others may be needed.
 */
static int drop_seeds(const struct recreation *r, const struct stage *stage,
		      const struct dists *new)
{
	bool all = r->same_minor && !r->how->files->count;
	struct strings args = { 0 };

	strings_add_all(&args, (const char *const[]){ "uninstall", "-qy", NULL });
	for (size_t i = 0; i < new->count; i++) {
		const struct dist *dist = &new->list[i];

		if (dist->local && !recreate_had_package(r, dist->key) &&
		    (all || streq(dist->key, "pip")))
			strings_add(&args, dist->name);
	}
	return args.count > 2 ? pip_run(stage->path, r->python.exe, args.list) : 0;
}

int recreate_install(const struct recreation *r, const struct stage *stage)
{
	struct dists new;
	struct venv venv;
	int ret = 0;

	if (install_lines(r, stage))
		return -1;
	venv_read(stage->path, &venv);
	dists_read(&venv, &new);
	for (size_t i = 0; i < r->dists.count; i++)
		if (r->lines[i])
			ret |= compare_package(&r->dists.list[i], &new);
	return ret ? ret : drop_seeds(r, stage, &new);
}
