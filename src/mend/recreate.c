/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/recreate.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "build/create.h"
#include "build/stage_dir.h"
#include "build/taken.h"
#include "core/path.h"
#include "declared/reads.h"
#include "finders/store.h"
#include "lookup/base_python.h"
#include "lookup/damaged.h"
#include "lookup/extra_files.h"
#include "lookup/way_up.h"
#include "mend/relocate.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/file_at.h"
#include "system/platform.h"
#include "system/tree.h"

/* ---- the old environment ----------------------------------------------------- */

/*
 * Check that the old environment can become R->backup. Returns 0, or -1 after printing the command
 * that makes room.
 */
static int check_backup(const struct recreation *r)
{
	const char *path = r->backup;
	int exists = file_exists(path);
	struct venv venv;

	if (exists < 0)
		return error_errno("cannot look at '%s'", shown(path));
	if (!exists)
		return 0;
	venv_read(path, &venv);
	return error("the old environment is to be '%s', which is there already; %s", shown(path),
		     venv_is_env(&venv) ?
			     joined(paste_command("avenv remove", path), " removes that") :
			     joined(paste_quoted(paste_aside(path)), " moves that away"));
}

static int open_old(struct recreation *r)
{
	struct file_info info;
	int parent, ret;

	if (create_check_name(r->path))
		return -1;
	parent = platform_open_path(path_parent(r->path));
	if (parent < 0)
		return error_errno("cannot open '%s'", shown(path_parent(r->path)));
	ret = taken_refuse_mount(parent, r->path);
	file_close(parent);
	if (ret)
		return -1;
	r->dir = stage_dir_lock(AT_FDCWD, r->path, r->path, NULL);
	if (r->dir < 0)
		return -1;
	if (file_fstat(r->dir, &info) || info.uid != geteuid())
		return error("'%s' belongs to another user", shown(r->path));
	venv_read(r->path, &r->venv);
	/* replace_check() could read it. */
	if (r->venv.health == CFG_UNREADABLE)
		return damaged_error(&r->how->ctx->trust, &r->venv);
	return 0;
}

/* ---- which Python -------------------------------------------------------------- */

/*
 * Set R->python to the interpreter of the old environment, else to another of the same minor
 * version. Returns 0, or -1 after printing why there is none.
 */
static int pick_same(struct recreation *r)
{
	struct base base = { .venv = &r->venv, .dir = r->dir, .ctx = r->how->ctx };
	const char *text, *python;

	base_find(&base);
	if (!base.path) {
		text = base_missing(&base, &python, NULL);
		return error("%s; %s rebuilds it", text,
			     paste_quoted(paste_with(joined("-p ", python))));
	}
	r->python = base.python;
	if (r->python.path || !python_ask(base.path, &r->python))
		return 0;
	return error("'avenv pythons' lists others for '-p'");
}

/* Set R->python to the interpreter that -p asks for. Returns 0, or -1 after printing why not. */
static int pick_typed(struct recreation *r)
{
	const char *project = path_parent(r->path), *why;
	struct python_choice choice;

	if (python_choose(r->how->ctx, r->how->python, project, &choice))
		return -1;
	return python_answer(&choice, &r->python, &why);
}

static int choose_python(struct recreation *r)
{
	if (r->how->python ? pick_typed(r) : pick_same(r))
		return -1;
	r->same_minor = streq(r->dists.library.series, r->python.series);
	return python_check(&r->python, r->path);
}

/*
 * Refuse what pip would not install, and sources that another user can change. Returns 0, or -1
 * after printing why.
 */
static int check_sources(const struct recreation *r)
{
	struct context *ctx = r->how->ctx;
	const struct project project = { .dir = path_parent(r->path),
					 .root = path_parent(r->path) };
	struct reads read = { .most = READS_MAX };
	struct verdict found;
	struct reason why;

	find_at(&ctx->trust, r->path, false, &found);
	why = way_to_pip(ctx, project.root, &found, r->how->files);
	for (size_t i = 0; i < r->dists.count; i++)
		if (r->lines[i])
			reads_requirement(&read, r->lines[i], project.dir);
	if (!why.why)
		why.why = read.fault;
	if (!why.why)
		why = way_past_others(ctx, &project, &found, &read.files.strings);
	return why.why ? error("%s", reason_line(why)) : 0;
}

/* ---- the new environment ----------------------------------------------------- */

/* Copy the file NAME, if it exists, to STAGE. Returns 0, or -1 after printing why not. */
static int copy_from_old(const struct recreation *r, const struct stage *stage, const char *name)
{
	int exists = file_exists_at(r->dir, name);
	bool failed = exists < 0;

	if (!exists)
		return 0;
	/* `create` may have written the same name. */
	if (!failed)
		failed = unlinkat(stage->dir, name, 0) && errno != ENOENT;
	if (!failed && !files_copy(r->dir, name, stage->dir, name))
		return 0;
	return error_errno("cannot copy '%s'", shown(path_join(r->path, name)));
}

/* Copy to STAGE the files that tools and users keep beside the packages. Returns 0, or -1. */
static int copy_kept(const struct recreation *r, const struct stage *stage)
{
	static const char *const kept[] = { ".gitignore", "pip.conf", STORE_PROJECT };

	for (size_t i = 0; i < ARRAY_SIZE(kept); i++)
		if (copy_from_old(r, stage, kept[i]))
			return -1;
	return 0;
}

/* Replace the path of STAGE in its files by R->path. */
static int relocate_stage(const struct recreation *r, const struct stage *stage)
{
	struct relocation moved = {
		.dir = stage->dir, .path = stage->path, .from = stage->path, .to = r->path
	};

	if (relocate_look(&moved) || relocate_write(&moved))
		return -1;
	if (!moved.others.count)
		return 0;
	return error("'%s' would name '%s', where it was built",
		     shown(path_join(r->path, moved.others.list[0])), shown(stage->path));
}

/* Give the directory NAME in DIR, of the stage, the mode that the old environment's has. */
static int keep_mode(struct tree_walk *w, int dir, const char *name)
{
	const struct recreation *r = w->arg;
	int old, new, ret = 0;

	/* The top gets its mode when the two are exchanged. */
	old = w->depth ? files_open_dir(r->dir, w->path.data) : -1;
	if (old < 0)
		return 0;
	new = files_open_dir(dir, name);
	if (new < 0 || files_take_mode(new, old))
		ret = -1;
	file_close(new);
	file_close(old);
	return ret;
}

static int skip_file(struct tree_walk *w, int dir, const char *name)
{
	return 0;
}

static int keep_modes(struct recreation *r, const struct stage *stage)
{
	struct tree_walk w = { .file = skip_file, .leave = keep_mode, .arg = r };

	if (!tree_walk(&w, stage->parent, stage->name))
		return 0;
	return error_errno("cannot set the mode of '%s'", shown(tree_fault(stage->path)));
}

/* Build the new environment in a stage beside the old one, and exchange the two. */
static int build_beside(struct recreation *r, struct creation *c)
{
	const struct stage *stage = &c->stage;

	if (create_stage(c, NULL, &r->python))
		return -1;
	if (copy_kept(r, stage) || recreate_install(r, stage) || relocate_stage(r, stage) ||
	    keep_modes(r, stage)) {
		stage_drop(&c->stage);
		return -1;
	}
	if (stage_exchange(&c->stage, path_base(r->path), r->dir, path_base(r->backup)))
		return -1;
	/* The repository may ignore only the name that the old one had. A .gitignore of its own stays. */
	(void)!files_make(r->dir, ".gitignore", GITIGNORE, strlen(GITIGNORE), c->mode);
	r->made = stage->made;
	return 0;
}

static int replace_env(struct recreation *r)
{
	const struct cfg *cfg = &r->venv.cfg;
	bool installs = r->line_count || r->how->files->count;
	const struct create_how how = {
		.venv = { .prompt = cfg->prompt,
			  .system_site = cfg->system_site,
			  .without_pip = !installs && !recreate_had_package(r, "pip") },
	};
	/* `dir` is -1 for create_stage(): the stage is made beside the path, not in it. */
	struct create_target target = { .name = r->path, .path = r->path, .dir = -1 };
	struct creation c = { .how = &how, .target = &target };

	if (!build_beside(r, &c))
		return 0;
	return error("'%s' stays as it was", shown(r->path));
}

/* Print the command that removes the old environment at PATH, or which files that keep it. */
static void tell_backup(const char *path)
{
	struct strings extra = { 0 };

	(void)!extra_files(path, &extra);
	if (extra.count)
		note("the old one stays: %s", extra_files_text(path, &extra));
	else
		note("the old one stays as '%s'; %s removes it", shown(path),
		     paste_command("avenv remove", path));
}

int recreate(struct real_path path, const struct recreate_how *how)
{
	struct recreation r = {
		.how = how, .path = path.path, .dir = -1, .backup = joined(path.path, ".old")
	};
	int ret = -1;

	/* The backup is named for removal last: nothing else may refuse after that. */
	if (!open_old(&r) && !recreate_look(&r) && !choose_python(&r) && !check_backup(&r) &&
	    !recreate_list(&r) && !check_sources(&r))
		ret = replace_env(&r);
	file_close(r.dir);
	if (ret || stage_dir_is_at(r.path, r.made))
		return -1;
	note("rebuilt '%s' with Python %s (%s)", shown(path.path), r.python.version,
	     shown(r.python.path));
	tell_backup(r.backup);
	return r.made;
}
