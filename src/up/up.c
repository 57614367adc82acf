/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which project does `up` install, into which environment, and what is to be run? */
#include "up/up.h"

#include <stdlib.h>

#include "build/wheel.h"
#include "core/mem.h"
#include "core/path.h"
#include "declared/reading.h"
#include "declared/reads.h"
#include "formats/pep440.h"
#include "lookup/learn.h"
#include "lookup/way_install.h"
#include "lookup/way_python.h"
#include "lookup/way_up.h"
#include "lookup/why_off.h"
#include "print/paste.h"
#include "records/slots.h"

/* ---- the project ------------------------------------------------------------------ */

/* Print that this directory declares nothing. Returns -1. */
static int nothing_declared(struct context *ctx, const struct up_options *o)
{
	const char *dir = ctx->physical.path, *file = up_dev_file(dir), *next;
	struct verdict here;

	if (file) {
		next = up_with_python(o, joined("avenv up -r ", file));
		return error("'%s' is not installed unasked; %s installs it", file,
			     paste_quoted(paste_in(dir, next)));
	}
	next = "; 'avenv up --help' lists them";
	find_pwd(ctx, &here);
	if (!verdict_is_usable(&here))
		next = joined(", and ", reason_text(ctx, &here));
	return error("no file that declares packages in '%s' or above%s", shown(dir), next);
}

/* Refuse PROJECT if nothing of it is installed, or not what O asks for. */
static int check_project(struct context *ctx, const struct up_options *o,
			 const struct project *project)
{
	const struct manifest *m = project->manifest;

	if (project->fault)
		return error("%s", project->fault);
	if (!m)
		return nothing_declared(ctx, o);
	if (m->file->refused)
		return error("%s", reason_line(install_refusal(ctx, project->file)));
	if (o->extras.count && !m->extra && !m->is_tree)
		return error("'%s' has no extras", m->file->name);
	if (o->groups.count && !m->group)
		return error("'%s' has no groups", m->file->name);
	return 0;
}

/* Check the names of the files of -r. */
static int are_requirements(const struct project *p, const struct strings *files)
{
	for (size_t i = 0; i < files->count; i++)
		if (manifest_of(files->list[i]) != &manifest_requirements)
			return error("'%s' is no requirements file; %s prints what installs the "
				     "project's files",
				     shown(files->list[i]),
				     paste_quoted(paste_in(p->dir, "avenv up -n")));
	return 0;
}

/*
 * The files of -r go into the environment of this directory. Without one it is made for the
 * PROJECT, or here.
 */
static void set_for_files(struct context *ctx, struct project *project)
{
	const char *dir = ctx->physical.path, *env;
	struct verdict here;

	find_pwd(ctx, &here);
	env = here.candidate.path;
	if (env && path_under(dir, env))
		project->root = env;
	else if (env)
		project->root = here.project.path ? here.project.path : here.candidate.project;
	else if (!project->manifest)
		project->root = dir;
	/* As for `pip install -r`, typed here: relative paths start in this directory. */
	project->dir = dir;
	project->manifest = &manifest_requirements;
	project->file = project->fault = NULL;
}

/* Check -p, which the project's tool is given as well, and make a path absolute. */
static int check_python_option(const struct context *ctx, struct up_options *o)
{
	const char *typed = o->python;
	struct python_name wanted;
	struct file_info info;

	if (!typed)
		return 0;
	if (!strchr(typed, '/'))
		return python_name_asked(typed, &wanted) ? 0 : python_word_error(typed);
	o->python = path_clean(path_join(ctx->physical.path, typed));
	return file_stat(o->python, &info) ?
		       error_errno("cannot use '%s' as Python", shown(typed)) :
		       0;
}

int up_project(struct context *ctx, struct up_options *o, struct project *project)
{
	if (!ctx->physical.path)
		return error("%s", pwd_lost);
	if (check_python_option(ctx, o))
		return -1;
	*project = project_here(ctx);
	if (!o->files.count)
		return check_project(ctx, o, project);
	set_for_files(ctx, project);
	return are_requirements(project, &o->files);
}

/* ---- the environment -------------------------------------------------------------- */

int up_env(struct context *ctx, const struct project *project, struct verdict *found)
{
	const struct record *denial = trust_denial_of(&ctx->trust, project->dir);

	project_env(&ctx->trust, project, found);
	if (denial && (verdict_bar(found) & (BAR_DENIED | BAR_DENIED_ITSELF)))
		return reason_error(ctx, found);
	return denial ? error("you denied '%s'; %s lifts that", shown(denial->path),
			      paste_for_quoted("avenv forget", denial->path)) :
			0;
}

int up_check_user(struct context *ctx, const struct up_options *o, const struct project *project,
		  struct verdict *found)
{
	struct reason r = up_refusal(ctx, project, found, &o->files, READS_MAX);

	if (r.why)
		return error("%s", reason_line(r));
	learn_covered(ctx, found);
	if (slot_is_empty(&ctx->trust, found))
		*found = (struct verdict){ 0 };
	return found->candidate.path && !verdict_is_usable(found) ? reason_error(ctx, found) : 0;
}

/* ---- what differs ----------------------------------------------------------------- */

/*
 * Set DISTS to those of an empty environment, of the oldest Python that the project in DIR accepts,
 * else of 3.12. Returns that environment.
 */
static const struct venv *empty_environment(const char *dir, struct dists *dists)
{
	const struct toml *asked = project_python(manifest_pyproject(dir, NULL));
	const char *series = asked ? python_series_of(project_python_specifiers(asked)) : NULL;
	struct venv *venv = mem_array(1, sizeof(*venv));

	venv->cfg.version = series ? series : "3.12";
	*dists = (struct dists){
		.library = { .implementation = "cpython",
			     .series = venv->cfg.version,
			     .threads = "" },
		.by_key = mem_array(1, sizeof(*dists->by_key)),
	};
	return venv;
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
static const char *other_python(const struct up_options *o, const struct verdict *found,
				const struct comparison *c)
{
	const char *version = found->venv.cfg.version;

	if (!verdict_is_usable(found) || !version)
		return NULL;
	if (found->venv.health == PYTHON_UPGRADED)
		return found->venv.series;
	if (o->python)
		return is_other_python(o->python, version) ? o->python : NULL;
	return c->python ? c->python->requirement.specifiers : NULL;
}

/* Refuse an environment of another Python; uv makes its own anew if the project asks for that. */
static int check_python(const struct context *ctx, const struct up_options *o,
			const struct tool *tool, const struct verdict *found,
			const struct comparison *c)
{
	const char *wanted = other_python(o, found, c), *series, *next;
	const struct venv *venv = &found->venv;

	if (!wanted || (tool && tool->python_variable && !o->python))
		return 0;
	series = pep440_are_specifiers(wanted) ? python_series_for(ctx, wanted) : wanted;
	next = "'avenv pythons' lists those that are installed";
	if (series && found->candidate.pointer && tool && tool->python_command)
		next = formatted("'%s %s' makes another", tool->python_command, paste_word(series));
	else if (series)
		next = reason_line(way_to_rebuild(ctx, venv, series));
	return error("'%s' was made with Python %s, not %s; %s", shown(venv->path),
		     shown(venv->cfg.version), shown(wanted), next);
}

static int compare(struct context *ctx, const struct up_options *o, const struct project *project,
		   const struct verdict *found, struct comparison *c)
{
	struct dists *dists = mem_array(1, sizeof(*dists));

	*c = (struct comparison){ .dists = dists, .extras = o->extras, .groups = o->groups };
	if (verdict_is_usable(found)) {
		c->venv = &found->venv;
		dists_read(c->venv, dists);
	} else {
		c->venv = empty_environment(project->dir, dists);
	}
	if (!o->files.count) {
		c->project = *project;
		declared_compare(c);
	}
	if (c->unknown)
		return error("%s", c->unknown);
	return check_python(ctx, o, project->manifest->tool, found, c);
}

/* ---- what to run ------------------------------------------------------------------ */

/* A file of P that a build reads is newer than OWN, which it installed. */
static bool is_outdated(const struct project *p, const struct dist *own)
{
	struct file_info installed, file;
	struct reads read = { .most = READS_MAX };
	const struct strings *files = &read.files.strings;

	if (file_stat(own->path, &installed))
		return true;
	reads_project(&read, p);
	if (read.fault)
		return true;
	for (size_t i = 0; i < files->count; i++)
		if (!file_stat(files->list[i], &file) && file.mtime > installed.mtime)
			return true;
	return false;
}

/*
 * pip need not build the project P for editing once more, as it would each time: it is installed,
 * its files are older, and all was compared, without a difference.
 */
static bool is_built(const struct project *p, const struct comparison *c)
{
	const struct dist *own;

	if (p->manifest != &manifest_project || !pip_version(c->dists))
		return false;
	own = installed_from(c->dists, p->dir);
	return own && own->editable && !is_outdated(p, own) && !c->fault && c->file &&
	       !c->unjudged.count && !declared_is_different(c);
}

/* Choose the Python BASE of a new environment in ROOT, and set *PIP to the version of its pip. */
static int choose_base(struct context *ctx, const struct up_options *o, const char *root,
		       struct python *base, const char **pip)
{
	struct python_choice choice;
	struct wheel *wheels;
	const char *why;
	size_t count;

	if (python_choose(ctx, o->python, root, &choice) || python_answer(&choice, base, &why) ||
	    python_check(base, path_join(root, ".venv")) || wheels_find(base, &wheels, &count))
		return -1;
	if (why)
		note("%s", why);
	*pip = wheels[count - 1].version;
	return 0;
}

/* Check that the tool of IN is there, can do it, and installs nowhere else. */
static int check_tool(const struct up_options *o, const struct install *in)
{
	const char *create = up_with_python(o, "avenv create --upgrade-deps"), *lack;
	struct strings words = { 0 };
	struct reason r;

	install_words(in, &words);
	r = way_to_tool(in, words.list[0]);
	if (r.why)
		return error("%s", reason_line(r));
	lack = pip_lack(in);
	if (!lack)
		return 0;
	return error("pip %s %s; %s first", in->pip, lack,
		     paste_quoted(in->venv ? pip_upgrade(in->python) :
					     paste_in(in->project.root, create)));
}

int up_plan(struct context *ctx, const struct up_options *o, const struct project *project,
	    const struct verdict *found, struct up_plan *plan)
{
	bool there = verdict_is_usable(found);
	struct install *in = &plan->in;

	*plan = (struct up_plan){ 0 };
	if (compare(ctx, o, project, found, &plan->compared))
		return -1;
	*in = (struct install){ .ctx = ctx,
				.project = *project,
				.found = found,
				.files = o->files,
				.extras = o->extras,
				.groups = o->groups };
	if (!o->files.count) {
		in->compared = &plan->compared;
		strings_add(&in->files, project->file);
		plan->is_done = there && is_built(project, &plan->compared);
	}
	install_set_env(in, there ? &found->venv : NULL);
	if (there)
		in->pip = pip_version(plan->compared.dists);
	else if (!project->manifest->tool &&
		 choose_base(ctx, o, project->root, &plan->base, &in->pip))
		return -1;
	return plan->is_done ? 0 : check_tool(o, in);
}
