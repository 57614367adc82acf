/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/create_like.h"

#include <stdio.h>
#include <sys/stat.h>

#include "core/path.h"
#include "installed/editable.h"
#include "installed/startup.h"
#include "lookup/allowed.h"
#include "lookup/damaged.h"
#include "lookup/moved.h"
#include "lookup/reason.h"
#include "lookup/target.h"
#include "mend/relocate.h"
#include "plan/other_checkout.h"
#include "print/msg.h"
#include "print/paste.h"
#include "python/python_dirs.h"
#include "records/refusal.h"
#include "records/slots.h"
#include "system/files.h"

/** The environment that is copied, and its project: real paths. */
struct model {
	const char *path, *project;
};

/* ---- the environment that is copied --------------------------------------------- */

/* Set M to the environment ENV, as typed; "": the one of the main checkout. */
static int find_typed(struct context *ctx, const char *env, struct model *m)
{
	struct main_env main = { 0 };
	struct verdict found;

	if (ctx->physical)
		find_main_env(&ctx->trust, ctx->physical, &main);
	if (!*env && !main.word)
		return error("this is no linked worktree whose main checkout has an allowed "
			     "environment; name one: 'avenv create --like ENV'");
	if (target_find(ctx, *env ? env : main.word, &found))
		return -1;
	if (!found.venv.path)
		return reason_error(ctx, &found);
	m->path = found.venv.path;
	m->project = found.candidate.pointer ? found.project.path : path_parent(m->path);
	if (main.path && streq(m->path, main.path))
		m->project = main.project;
	return 0;
}

/* Check that `allow` would accept M, that M is healthy, and that it was not moved. */
static int check_model(struct context *ctx, const struct model *m)
{
	const char *path = m->path, *moved = moved_text(path);
	struct verdict found, allowed;

	find_at(&ctx->trust, path, false, &found);
	if (!verdict_is_usable(&found)) {
		/* The user has named the environment: no record is needed, only what one needs. */
		find_at(&ctx->trust, path, true, &found);
		if (!verdict_is_usable(&found))
			return reason_error(ctx, &found);
		if (slot_look(&ctx->trust, &found.candidate, BY_MADE, &allowed))
			return error("'%s' is not copied: %s", shown(path), refusal_line(&allowed));
	}
	if (found.problem)
		return error(
			"'%s': %s; %s rebuilds it", shown(path), found.problem,
			paste_command(formatted("avenv recreate -p %s", found.venv.series), path));
	if (!moved)
		return 0;
	return env_is_allowed(&ctx->trust, path) ?
		       error("'%s' was %s; %s mends it", shown(path), moved,
			     paste_for_quoted("avenv repair", path)) :
		       error("'%s' was %s; %s first, then it can be repaired", shown(path), moved,
			     paste_for_quoted("avenv allow", path));
}

static int check_new_place(const struct create_target *target, const char *env)
{
	if (path_under(target->real, env) || path_under(env, target->real))
		return error("'%s' and '%s' are one in the other; name another place",
			     shown(target->name), shown(env));
	return path_check_plain(target->path, "name another place");
}

/* ---- editables -------------------------------------------------------------------- */

/* A compiled module in PATH is missing in HERE, the same directory of this project. */
static bool lacks_module(const char *path, const char *here)
{
	struct strings modules = { 0 };

	paths_matching(path, "*.so", &modules);
	paths_matching(path, "*/*.so", &modules);
	for (size_t i = 0; i < modules.count; i++)
		if (!file_exists(joined(here, modules.list[i] + strlen(path))))
			return true;
	return false;
}

/*
 * relocation.why_stays(): an editable loads modules from PATH in the old project. The reason why
 * the copy must load them from there, too; NULL: it can load those of the same directory in this
 * project. *BUILD is that directory, if a build must make the modules there first; else NULL.
 */
static const char *why_stays(const struct relocation *r, const char *path, const char **build)
{
	const char *old = r->old_project, *new = r->new_project;
	const char *here = joined(new, path + strlen(old)), *place, *name, *old_name;
	const char *project = project_of_sources(path);
	bool has_project = project && path_under(project, old);

	*build = NULL;
	if (path_under(new, old) && path_under(path, new))
		return NULL;
	if (!has_project)
		project = path;
	place = joined(new, project + strlen(old));
	if (!file_exists(place))
		return formatted("there is no '%s'", shown(place));
	if (has_project && !project_of_sources(place))
		return formatted("'%s' is no project", shown(place));
	name = project_name(place);
	old_name = project_name(project);
	if (name && old_name && !streq(name, old_name))
		return formatted("'%s' is another project", shown(place));
	if (!file_exists(here) || editable_stray(here) ||
	    (!streq(path, project) && lacks_module(path, here)))
		*build = here;
	return NULL;
}

/* Print the editables in DISTS that stay with the old project of R. */
static void tell_staying(const struct dists *dists, const struct relocation *r)
{
	for (size_t i = 0; i < dists->count; i++) {
		const char *path = dists->list[i].editable, *build, *why;

		why = path && path_under(path, r->old_project) ? why_stays(r, path, &build) : NULL;
		if (why)
			printf("'%s' stays installed from '%s': %s\n", shown(dists->list[i].name),
			       shown(path), why);
	}
}

/* ---- paths in the copy -------------------------------------------------------------------- */

/*
 * Set the projects of R, where PROJECT is the old one. Editables of PROJECT, or of its checkout if
 * the new project is at the same path in another checkout, follow.
 */
static void set_projects(const struct creation *c, const char *project, struct relocation *r)
{
	const char *new = path_parent(c->target->real);
	const char *old_root = file_above(project, ".git"), *new_root = file_above(new, ".git");
	bool alike = old_root && new_root && old_root[1] && new_root[1] &&
		     streq(project + strlen(old_root), new + strlen(new_root));

	r->old_project = alike ? old_root : project;
	r->new_project = alike ? new_root : new;
	r->why_stays = why_stays;
}

/* Replace the paths of M in all files of the stage. Returns 0, or -1 after printing why. */
static int relocate_copy(const struct creation *c, const struct model *m, struct relocations *paths)
{
	bool inside = streq(m->project, path_parent(m->path));

	if (relocations_init(paths, c->stage.dir, m->path, c->target->path))
		return -1;
	for (size_t i = 0; i < paths->count; i++) {
		struct relocation *r = &paths->list[i];

		set_projects(c, inside ? path_parent(r->from) : m->project, r);
	}
	relocations_set_path(paths, c->stage.path);
	return relocations_look(paths) || relocations_write(paths) ? -1 : 0;
}

static int make_copy(struct context *ctx, struct create_target *target,
		     const struct create_how *how, const struct model *m)
{
	struct creation c = { .how = how, .target = target, .like = m->path };
	struct python none = { .series = "", .threads = "" };
	struct relocations paths;
	struct file_info info;
	struct dists dists;
	struct venv venv;

	venv_read(m->path, &venv);
	if (!venv_is_env(&venv))
		return damaged_error(&ctx->trust, &venv);
	if (startup_files(&venv, &c.left_out))
		return error_errno("cannot read the packages of '%s'", shown(m->path));
	if (file_lstat(m->path, &info))
		return error_errno("cannot look at '%s'", shown(m->path));
	/* Users who may not read the environment may not read its copy. */
	umask(files_umask() | (~info.mode & 077));
	if (create_stage(&c, NULL, &none))
		return -1;
	if (relocate_copy(&c, m, &paths)) {
		stage_drop(&c.stage);
		return -1;
	}
	if (create_commit(&c))
		return -1;
	note("made '%s' like '%s'", shown(target->name), shown(m->path));
	for (size_t i = 0; i < c.left_out.count; i++)
		note("left out '%s': code for each start of Python, which no package owns",
		     shown(path_join(m->path, c.left_out.list[i])));
	venv_read(target->real, &venv);
	dists_read(&venv, &dists);
	for (size_t i = 0; i < paths.count; i++) {
		const struct relocation *r = &paths.list[i];

		if (!i || !streq(r->old_project, paths.list[0].old_project))
			tell_staying(&dists, r);
		relocate_tell_others(r);
	}
	return 0;
}

int create_like(struct context *ctx, const char *env, const struct create_how *how,
		struct create_target *target)
{
	struct model m = { .path = "", .project = "" };

	if (find_typed(ctx, env, &m) || check_model(ctx, &m) || create_look(ctx, how, target) ||
	    check_new_place(target, m.path))
		return -1;
	return target->is_complete ? 0 : make_copy(ctx, target, how, &m);
}
