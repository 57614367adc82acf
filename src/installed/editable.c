/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/editable.h"

#include <fcntl.h>

#include "core/mem.h"
#include "core/path.h"
#include "formats/requirement.h"
#include "formats/toml_file.h"
#include "installed/dist_record.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"
#include "system/tree.h"

/* NAME in DIR exists and can be reached; links are followed. */
static bool exists(const char *dir, const char *name)
{
	return file_reachable(path_join(dir, name));
}

const char *project_of_sources(const char *dir)
{
	for (;; dir = path_parent(dir)) {
		if (exists(dir, "pyproject.toml") || exists(dir, "setup.py"))
			return dir;
		if (streq(dir, "/"))
			return NULL;
	}
}

bool editable_is_links(const char *dir)
{
	return starts_with(path_base(dir), "__editable__.");
}

/** The search of editable_stray(). */
struct stray {
	/** the directory of links */
	const char *dir;
	const char *project, *target;
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
	struct stray stray = { .dir = dir, .project = project_of_sources(dir) };
	struct tree_walk walk = { .file = find_stray, .arg = &stray, .keeps = true };

	if (stray.project)
		(void)!tree_walk(&walk, AT_FDCWD, dir);
	return stray.target;
}

/*
 * The first path in the .pth file PTH that exists; if none does, the first one. NULL: PTH names no
 * path, or has a line of another kind before that.
 */
static const char *path_in_pth(const char *pth)
{
	const char *first = NULL;
	struct text text;
	char *rest;

	if (files_slurp_target(AT_FDCWD, pth, FILE_MAX, &text))
		return NULL;
	rest = text.data;
	for (char *line; (line = strsep(&rest, "\r\n"));) {
		if (!*line || *line == '#')
			continue;
		if (*line != '/')
			return NULL;
		if (file_exists(AT_FDCWD, line))
			return line;
		first = first ? first : line;
	}
	return first;
}

const char *editable_dir(const struct venv *venv, const struct dist *dist)
{
	struct mem_mark mark = mem_mark();
	const char *dir = NULL, *last = "";
	struct dist_record record;
	bool exists = false;

	dist_record_read(venv, dist, &record);
	dist_rows_sort(&record.rows);
	for (size_t i = 0; !exists && i < record.rows.count; i++) {
		struct mem_mark turn = mem_mark();
		const char *name = record.rows.list[i].path, *found = NULL;

		/* Each file is read once: the RECORD may be a stranger's, with a row many times. */
		if (ends_with(name, ".pth") && !strchr(name, '/') && !streq(name, last))
			found = path_in_pth(path_join(record.base, name));
		last = name;
		exists = found && file_exists(AT_FDCWD, found);
		if (found && (exists || !dir))
			dir = mem_keep_text(turn, found);
		else
			mem_release(turn);
	}
	return mem_keep_text(mark, dir);
}

bool editable_is_build(const char *dir)
{
	return (editable_is_links(dir) || exists(dir, "build.ninja") ||
		exists(dir, "CMakeCache.txt")) &&
	       project_of_sources(dir);
}

const char *editable_line(const char *env, const char *options, const char *source)
{
	const char *python = paste_word(path_join(env, "bin/python"));

	return formatted(exists(env, "bin/pip") ? "%s -m pip install%s -e %s" :
						  "uv pip install -p %s%s -e %s",
			 python, options, paste_word(source));
}

const char *project_name(const char *project)
{
	const struct toml *file =
		toml_read_project_file(path_join(project, "pyproject.toml"), NULL);
	const char *name = toml_string_at(file, "project.name");

	return name ? name : toml_string_at(file, "tool.poetry.name");
}

const struct dist *editable_elsewhere(const struct dists *dists, const char *project)
{
	const char *name = project_name(project);

	for (size_t i = 0; name && i < dists->count; i++) {
		const struct dist *dist = &dists->list[i];
		const char *sources = dist->editable;

		if (!dist->local || !sources || !streq(dist->key, requirement_key(name)))
			continue;
		if (!path_under(sources, project) && !file_same_at(sources, project))
			return dist;
	}
	return NULL;
}
