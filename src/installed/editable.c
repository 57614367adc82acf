/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/editable.h"

#include "context/calling_shell.h"
#include "core/path.h"
#include "formats/project.h"
#include "formats/toml_file.h"
#include "installed/site.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/child.h"

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

/* ---- installing again ------------------------------------------------------------------ */

const char *editable_line(const char *env, const char *options, const char *source)
{
	const char *python = paste_word(path_join(env, "bin/python")), *get_pip = NULL;
	struct venv venv;

	source = paste_word(source);
	if (!dir_has(env, "bin/pip")) {
		venv_read(env, &venv);
		if (!programs_find(calling_shell_path(NULL), "uv"))
			get_pip = ensurepip_line(&venv);
		if (!get_pip)
			return formatted("uv pip install -p %s%s -e %s", python, options, source);
		get_pip = joined(get_pip, paste_shell()->and_then);
	}
	return formatted("%s%s -I -m pip install%s -e %s", get_pip ? get_pip : "", python, options,
			 source);
}

struct reason editable_elsewhere(const struct venv *venv)
{
	const char *project = path_parent(venv->path);
	const char *name =
		project_name(toml_read_project_file(path_join(project, "pyproject.toml"), NULL));
	const struct dist *dist;
	struct dists dists;

	if (!name)
		return (struct reason){ 0 };
	dists_read(venv, &dists);
	dist = dists_find(&dists, name);
	if (!dist || !dist->local || !dist->editable || path_under(dist->editable, project) ||
	    file_same_at(dist->editable, project))
		return (struct reason){ 0 };
	return (struct reason){
		formatted("'%s' is installed from '%s'", shown(dist->name), shown(dist->editable)),
		editable_line(venv->path, "", project),
		"installs it from here",
	};
}
