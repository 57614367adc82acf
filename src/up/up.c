/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which project does `up` install, into which environment, and is there anything to do? */
#include "up/up.h"

#include <stdlib.h>

#include "build/wheel.h"
#include "context/calling_shell.h"
#include "core/mem.h"
#include "core/path.h"
#include "declared/reading.h"
#include "formats/pep440.h"
#include "lookup/learn.h"
#include "lookup/way_python.h"
#include "lookup/why_off.h"
#include "print/paste.h"

/* ---- the project ------------------------------------------------------------------ */

/* Print that the directory of U declares nothing. Returns -1. */
static int nothing_declared(const struct up *u)
{
	const char *next = "; 'avenv up --help' lists them";
	struct verdict here;

	find_pwd(u->ctx, &here);
	if (!verdict_is_usable(&here))
		next = joined(", and ", reason_text(u->ctx, &here));
	return error("no file that declares packages in '%s' or above%s",
		     shown(u->ctx->physical.path), next);
}

/*
 * Find the environment of this directory for the files of -r. Without one it is made for the
 * project, or here.
 */
static int find_for_files(struct up *u)
{
	const struct manifest *m = &manifest_requirements;
	struct verdict here;

	find_pwd(u->ctx, &here);
	u->project = project_above(&u->ctx->settings, u->ctx->physical.path);
	if (here.candidate.path)
		u->project.root = here.project.path ? here.project.path : here.candidate.project;
	else if (!u->project.manifest)
		u->project.root = u->ctx->physical.path;
	/* As for `pip install -r`, typed here: relative paths start in this directory. */
	u->project.dir = u->ctx->physical.path;
	u->project.manifest = m;
	for (size_t i = 0; i < u->files.count; i++)
		if (declared_manifest(u->files.list[i]) != m)
			return error("'%s' is no requirements file; %s prints what installs the "
				     "project's files",
				     shown(u->files.list[i]),
				     paste_quoted(paste_in(u->project.dir, "avenv up -n")));
	return 0;
}

static int find_project(struct up *u)
{
	const struct manifest *m;

	if (!u->ctx->physical.path)
		return error("%s", pwd_lost);
	if (u->files.count)
		return find_for_files(u);
	u->project = project_above(&u->ctx->settings, u->ctx->physical.path);
	m = u->project.manifest;
	if (u->project.fault)
		return error("%s", u->project.fault);
	u->dev_file = up_dev_file(m ? u->project.dir : u->ctx->physical.path);
	if (!m && u->dev_file)
		return error("'%s' is not installed unasked; %s installs it", u->dev_file,
			     paste_quoted(paste_in(
				     u->ctx->physical.path,
				     up_with_python(u, joined("avenv up -r ", u->dev_file)))));
	if (!m)
		return nothing_declared(u);
	if (m->file->refused)
		return error("'%s' declares an environment that avenv does not handle; %s makes it",
			     m->file->name, paste_quoted(m->command));
	if (u->in.extras.count && !m->extra && !m->is_tree)
		return error("'%s' has no extras", m->file->name);
	if (u->in.groups.count && !m->group)
		return error("'%s' has no groups", m->file->name);
	u->pyproject = manifest_pyproject(u->project.dir, NULL);
	return 0;
}

/* ---- the environment -------------------------------------------------------------- */

static int find_environment(struct up *u)
{
	struct verdict *found = &u->found;

	find_in(&u->ctx->trust, u->project.root, found);
	learn_covered(u->ctx, found);
	/* A tool's settings name a place for one that is to be made. */
	if (verdict_bar(found) == BAR_UNRECORDED && found->candidate.target &&
	    !file_exists(found->candidate.target))
		*found = (struct verdict){ 0 };
	if (!found->candidate.path)
		return 0;
	if (!verdict_is_usable(found))
		return reason_error(u->ctx, found);
	dists_read(&found->venv, &u->dists);
	return 0;
}

/*
 * Set the distributions of U to those of an empty environment, of the oldest Python that the
 * project accepts, else of 3.12. Returns that environment.
 */
static const struct venv *empty_environment(struct up *u)
{
	const struct toml *asked = project_python(u->pyproject);
	const char *series = asked ? python_series_of(project_python_specifiers(asked)) : NULL;
	struct venv *venv = mem_array(1, sizeof(*venv));

	venv->cfg.version = series ? series : "3.12";
	u->dists = (struct dists){
		.library = { .implementation = "cpython",
			     .series = venv->cfg.version,
			     .threads = "" },
		.by_key = mem_array(1, sizeof(*u->dists.by_key)),
	};
	return venv;
}

/*
 * Compare the project with its environment, or an empty one. Refuse extras and groups that it does
 * not have.
 */
static int compare(struct up *u)
{
	struct comparison *c = &u->compared;

	*c = (struct comparison){ .dists = &u->dists,
				  .extras = u->in.extras,
				  .groups = u->in.groups };
	c->venv = verdict_is_usable(&u->found) ? &u->found.venv : empty_environment(u);
	declared_project(c, &u->ctx->settings, u->project.root, u->project.dir);
	declared_compare(c);
	return c->unknown ? error("%s", c->unknown) : 0;
}

/* PYTHON, an argument of -p, is another Python than that of VERSION. */
static bool is_other_python(const char *python, const char *version)
{
	const char *own = python_argument_specifiers(python);

	return own && !pep440_matches(version, own);
}

/*
 * The Python that -p or pyproject.toml asks for, or to which the environment's was upgraded, if the
 * environment is of another one: an argument of -p or specifiers. Else NULL.
 */
static const char *other_python(const struct up *u)
{
	const char *version = u->found.venv.cfg.version;

	if (!verdict_is_usable(&u->found) || !version)
		return NULL;
	if (u->found.venv.health == PYTHON_UPGRADED)
		return u->found.venv.series;
	if (u->python)
		return is_other_python(u->python, version) ? u->python : NULL;
	return u->compared.python ? u->compared.python->requirement.specifiers : NULL;
}

/* Refuse an environment of another Python; uv makes its own anew if the project asks for that. */
static int check_python(const struct up *u)
{
	const char *path = u->found.venv.path, *wanted = other_python(u);
	const struct manifest *m = u->project.manifest;
	const char *series, *next;

	if (!wanted || (m->tool && m->tool->python_variable && !u->python))
		return 0;
	series = pep440_are_specifiers(wanted) ? python_series_for(u->ctx, wanted) : wanted;
	next = "'avenv pythons' lists those that are installed";
	if (series && u->found.candidate.pointer && m->tool && m->tool->python_command)
		next = formatted("'%s %s' makes another", m->tool->python_command,
				 paste_word(series));
	else if (series)
		next = reason_line(way_to_rebuild(u->ctx, &u->found.venv, series));
	return error("'%s' was made with Python %s, not %s; %s", shown(path),
		     shown(u->found.venv.cfg.version), shown(wanted), next);
}

/* Choose the interpreter of a new environment, and set the version of its pip. */
static int find_base(struct up *u)
{
	struct python_choice choice;
	struct wheel *wheels;
	const char *why;
	size_t count;

	if (verdict_is_usable(&u->found)) {
		u->in.pip = pip_version(&u->dists);
		return 0;
	}
	if (u->project.manifest->tool)
		return 0;
	if (python_choose(u->ctx, u->python, u->project.root, &choice) ||
	    python_answer(&choice, &u->base, &why) ||
	    python_check(&u->base, path_join(u->project.root, ".venv")) ||
	    wheels_find(&u->base, &wheels, &count))
		return -1;
	if (why)
		note("%s", why);
	u->in.pip = wheels[count - 1].version;
	return 0;
}

/* Check -p, which the project's tool is given as well, and make a path absolute. */
static int check_option(struct up *u)
{
	const char *typed = u->python;
	struct python_name wanted;
	struct file_info info;

	if (!typed)
		return 0;
	if (!strchr(typed, '/'))
		return python_name_asked(typed, &wanted) ? 0 : python_word_error(typed);
	if (!u->ctx->physical.path)
		return 0;
	u->python = path_clean(path_join(u->ctx->physical.path, typed));
	return file_stat(u->python, &info) ?
		       error_errno("cannot use '%s' as Python", shown(typed)) :
		       0;
}

int up_find(struct up *u)
{
	struct install *in = &u->in;
	bool there;

	if (check_option(u) || find_project(u) || up_check_user(u) || find_environment(u) ||
	    (!u->files.count && compare(u)) || check_python(u) || find_base(u))
		return -1;
	there = verdict_is_usable(&u->found);
	in->ctx = u->ctx;
	in->manifest = u->project.manifest;
	in->dir = u->project.dir;
	in->venv = there ? &u->found.venv : NULL;
	in->python = there ? venv_python(&u->found.venv) :
			     path_join(u->project.root, ".venv/bin/python");
	in->path = calling_shell_path(there ? &u->found.venv : NULL);
	in->compared = u->files.count ? NULL : &u->compared;
	in->files = u->files;
	if (!in->files.count)
		strings_add(&in->files, path_join(u->project.root, in->manifest->file->name));
	return 0;
}

/* ---- a project that pip installed for editing ------------------------------------- */

/* A file that a build of the project reads is newer than the installed OWN. */
static bool is_outdated(const struct up *u, const struct dist *own)
{
	static const char *const files[] = { "pyproject.toml", "setup.py", "setup.cfg" };
	struct file_info installed, file;

	if (file_stat(own->path, &installed))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		if (!file_stat(path_join(u->project.dir, files[i]), &file) &&
		    file.mtime > installed.mtime)
			return true;
	return false;
}

bool up_is_built(const struct up *u)
{
	const struct comparison *c = &u->compared;
	const struct dist *own;

	if (u->project.manifest != &manifest_project || !u->in.pip || !verdict_is_usable(&u->found))
		return false;
	own = installed_from(&u->dists, u->project.dir);
	return own && own->editable && !is_outdated(u, own) && !c->fault && c->file &&
	       !c->unjudged.count && !declared_is_different(c);
}
