/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/store_project.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "finders/store.h"
#include "formats/hash.h"
#include "system/file_at.h"
#include "system/gone.h"

/* The absolute path in the first line of FILE; NULL: none. */
static const char *first_path(const char *file)
{
	struct text text;

	if (file_slurp(file, FILE_MAX, &text) || text.data[0] != '/')
		return NULL;
	return mem_dup(text.data, strcspn(text.data, "\r\n"));
}

/*
 * The project from which an editable package in SITE was installed. poetry writes the project's
 * directory or one below it, such as "src", into a .pth file.
 */
static const char *editable_project(const char *path, const char *site)
{
	struct strings names = { 0 };

	(void)!dir_names(site, &names);
	for (size_t i = 0; i < names.count; i++) {
		const char *dir = NULL;

		if (ends_with(names.list[i], ".pth"))
			dir = first_path(path_join(site, names.list[i]));

		dir = dir ? real_path_partly(dir).path : "/";
		for (; !streq(dir, "/"); dir = path_parent(dir))
			if (strstr(path, hash_id(dir)))
				return dir;
	}
	return NULL;
}

/* The project to which TOOL has tied the environment at PATH; NULL: unknown. */
static const char *tied_project(const char *path, const char *tool)
{
	const char *project = store_path_in(AT_FDCWD, path_join(path, STORE_PROJECT));
	const char *lib = path_join(path, "lib");
	struct strings names = { 0 };

	/* Several projects may share an environment that has a name of the user's for pipenv. */
	if (project &&
	    (streq(tool, "virtualenvwrapper") ||
	     strstr(path, hash_id(path_join(real_path_partly(project).path, "Pipfile")))))
		return project;
	project = NULL;
	(void)!dir_names(lib, &names);
	for (size_t i = 0; i < names.count && !project; i++)
		project = editable_project(
			path, path_join(path_join(lib, names.list[i]), "site-packages"));
	return project;
}

bool store_project_is_gone(const char *project, const char *env)
{
	struct file_info info;

	return !file_lstat(env, &info) && dir_is_gone(project, info.id.btime, info.mtime);
}

const char *store_project(struct trust *trust, const char *path, const char *tool, bool *gone)
{
	struct mem_mark mark;
	const char *project;

	trust_load(trust);
	mark = mem_mark();
	*gone = false;
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->target && streq(r->target, path) &&
		    !store_project_is_gone(path_parent(r->path), path))
			return mem_keep_text(mark, path_parent(r->path));
	}
	project = tied_project(path, tool);
	*gone = project && store_project_is_gone(project, path);
	return mem_keep_text(mark, project);
}
