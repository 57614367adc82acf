/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/editable.h"

#include <fcntl.h>

#include "core/mem.h"
#include "core/path.h"
#include "formats/requirement.h"
#include "formats/toml_file.h"
#include "installed/dist_record.h"
#include "installed/site.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"
#include "system/tree.h"

/* ---- the project ------------------------------------------------------------------ */

/* NAME in DIR exists and can be reached; links are followed. */
static bool dir_has(const char *dir, const char *name)
{
	return file_reachable(path_join(dir, name));
}

const char *project_of_sources(const char *dir)
{
	while (!dir_has(dir, "pyproject.toml") && !dir_has(dir, "setup.py")) {
		if (streq(dir, "/"))
			return NULL;
		dir = path_parent(dir);
	}
	return dir;
}

/* The name in the pyproject.toml of the directory PROJECT (PEP 621, or poetry's). NULL: none. */
static const char *project_name(const char *project)
{
	const struct toml *file =
		toml_read_project_file(path_join(project, "pyproject.toml"), NULL);
	const char *name = toml_string_at(file, "project.name");

	return name ? name : toml_string_at(file, "tool.poetry.name");
}

const struct dist *editable_elsewhere(const struct dists *dists, const char *project)
{
	const char *name = project_name(project), *key = name ? requirement_key(name) : NULL;

	for (size_t i = 0; key && i < dists->count; i++) {
		const struct dist *dist = &dists->list[i];
		const char *sources = dist->editable;

		if (!dist->local || !sources || !streq(dist->key, key))
			continue;
		if (!path_under(sources, project) && !file_same_at(sources, project))
			return dist;
	}
	return NULL;
}

/* ---- directories that a build makes --------------------------------------------------- */

bool editable_is_links(const char *dir)
{
	return starts_with(path_base(dir), "__editable__.");
}

bool editable_is_build(const char *dir)
{
	return (editable_is_links(dir) || dir_has(dir, "build.ninja") ||
		dir_has(dir, "CMakeCache.txt")) &&
	       project_of_sources(dir);
}

/** The search for a link in `dir` that leads out of `project` */
struct stray {
	const char *dir, *project;
	/** the answer: the target of the first such link; NULL: none */
	const char *target;
};

static int find_stray(struct tree_walk *walk, int dir, const char *name)
{
	struct stray *stray = walk->arg;
	struct mem_mark mark = mem_mark();
	const char *link = path_join(stray->dir, walk->path.data);
	const char *text = file_link_text(dir, name);
	const char *target = text ? path_clean(path_join(path_parent(link), text)) : NULL;

	if (target && !path_under(target, stray->project)) {
		stray->target = target;
		return -1;
	}
	mem_release(mark);
	return 0;
}

const char *editable_stray(const char *dir)
{
	struct stray stray = { .dir = dir };
	struct tree_walk walk = { .file = find_stray, .arg = &stray, .keeps = true };

	if (!editable_is_links(dir))
		return NULL;
	stray.project = project_of_sources(dir);
	if (stray.project)
		(void)!tree_walk(&walk, AT_FDCWD, dir);
	return stray.target;
}

/* ---- the directory on the import path ------------------------------------------------- */

/*
 * The first path in the .pth file PTH that exists; if none does, the first one. NULL: PTH names no
 * path, or has a line of another kind, such as an import, before that.
 */
static const char *path_in_pth(const char *pth)
{
	const char *first = NULL;
	struct text text;
	char *rest;

	if (files_slurp_follow(pth, FILE_MAX, &text))
		return NULL;
	rest = text.data;
	for (char *line; (line = strsep(&rest, "\r\n"));) {
		if (!*line || *line == '#')
			continue;
		if (*line != '/')
			return NULL;
		if (file_exists(line))
			return line;
		first = first ? first : line;
	}
	return first;
}

/* editable_dir() by the rows of RECORD, which are sorted. */
static const char *dir_in_record(const struct dist_record *record)
{
	const char *first = NULL, *last_name = "";

	for (size_t i = 0; i < record->rows.count; i++) {
		const char *name = record->rows.list[i].path, *dir;
		struct mem_mark mark;

		/* Python reads no .pth file in a directory below site-packages. */
		if (!ends_with(name, ".pth") || strchr(name, '/'))
			continue;
		/* The RECORD may be a stranger's, with a row many times: read the file once. */
		if (streq(name, last_name))
			continue;
		last_name = name;
		mark = mem_mark();
		dir = mem_keep_text(mark, path_in_pth(path_join(record->base, name)));
		if (dir && file_exists(dir))
			return dir;
		first = first ? first : dir;
	}
	return first;
}

const char *editable_dir(const struct venv *venv, const struct dist *dist)
{
	struct mem_mark mark = mem_mark();
	struct dist_record record;

	dist_record_read(venv, dist, &record);
	dist_rows_sort(&record.rows);
	return mem_keep_text(mark, dir_in_record(&record));
}

/* ---- installing again ------------------------------------------------------------------ */

const char *editable_line(const char *env, const char *options, const char *source)
{
	const char *python = paste_word(path_join(env, "bin/python")), *get_pip = NULL;
	struct venv venv;

	source = paste_word(source);
	if (!dir_has(env, "bin/pip")) {
		venv_read(env, &venv);
		get_pip = ensurepip_without_uv(&venv);
		if (!get_pip)
			return formatted("uv pip install -p %s%s -e %s", python, options, source);
		get_pip = joined(get_pip, paste_shell()->and_then);
	}
	return formatted("%s%s -I -m pip install%s -e %s", get_pip ? get_pip : "", python, options,
			 source);
}
