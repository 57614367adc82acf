/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checks before an environment is created at a path. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/create.h"
#include "build/pip.h"
#include "build/stage_dir.h"
#include "core/path.h"
#include "lookup/damaged.h"
#include "lookup/extra_files.h"
#include "lookup/known.h"
#include "lookup/target.h"
#include "lookup/way_python.h"
#include "lookup/why_off.h"
#include "plan/pointer.h"
#include "plan/search.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"
#include "records/refusal.h"
#include "records/slots.h"
#include "system/file_at.h"
#include "system/platform.h"
#include "system/tree.h"

/* ---- the path -------------------------------------------------------------- */

int create_check_name(const char *path)
{
	const char *fault = venv_name_fault(path);

	return fault ? error("'%s' %s; choose another name", shown(path), fault) : 0;
}

/* Refuse the root and the home directory: a search from any project below finds the environment. */
static int refuse_home(const struct create_target *t, const char *home)
{
	if (streq(t->real.path, "/"))
		return error("'%s' is the root directory; name a directory in it", shown(t->name));
	if (home && streq(t->real.path, home))
		return error("'%s' is your home directory; name a directory in it, like '%s'",
			     shown(t->name), shown(path_join(t->name, ".venv")));
	return 0;
}

/* Refuse T, a .venv that is a link or a file: name a command that clears the place. */
static int refuse_dot_venv(struct context *ctx, const struct create_target *t)
{
	struct real_path project = real_path_partly(path_parent(t->path));
	struct file_info seen;
	const char *what;
	struct candidate c;

	if (project_link_present(&ctx->trust, project, &seen) < 0)
		return -1;
	if (candidate_named(project.path, ".venv", &c) && pointer_has_env(&c))
		what = "points to an environment elsewhere";
	else
		what = c.pointer == POINTER_LINK ? "is a link" : "is a redirect";
	return error("'%s' %s; %s removes it", shown(t->name), what,
		     paste_quoted(paste_in(path_parent(t->path), "avenv use --clear")));
}

/* Refuse T, a link or a file with the attributes INFO. */
static int refuse_file(struct context *ctx, const struct create_target *t,
		       const struct file_info *info)
{
	bool is_link = S_ISLNK(info->mode);

	if (is_link && file_is_gone(t->path))
		return error("'%s' is a link that points nowhere; %s removes it", shown(t->name),
			     paste_command("rm", t->path));
	if (streq(path_base(t->path), ".venv"))
		return refuse_dot_venv(ctx, t);
	if (is_link)
		return error("'%s' is a link; name the directory that it points to",
			     shown(t->name));
	return error("'%s' is a file; name another place", shown(t->name));
}

/* PATH is a mount point, or nobody knows. */
static bool is_mount(const char *path)
{
	int parent = platform_open_path(path_parent(path));
	bool is_mount = parent >= 0 && tree_is_mount(parent, path_base(path));

	file_close(parent);
	return is_mount;
}

/*
 * Remove what a killed run left in T, or complete it. At a mount point such leftovers show that the
 * rest is of an environment, and not the user's: an empty one stays, locked, until T is filled.
 */
static int sweep_target(struct create_target *t)
{
	const char *name;
	int lock, left;

	if (!t->is_mount || !t->was_killed) {
		stage_sweep(t->path);
		return 0;
	}
	lock = stage_dir_lock(AT_FDCWD, t->path, t->name, NULL);
	if (lock < 0)
		return -1;
	left = stage_dir_make(t->dir, &name);
	if (left >= 0)
		stage_sweep(t->path);
	if (left >= 0 && venv_exists(t->path) > 0)
		unlinkat(t->dir, name, AT_REMOVEDIR);
	close(lock);
	return left < 0 ? error_errno("cannot write '%s'", shown(t->name)) : 0;
}

/* Open the directory at T, if there is one, and read the environment in it. */
static int open_target(struct context *ctx, const struct create_how *how, struct create_target *t)
{
	struct file_info info;

	if (file_lstat(t->path, &info))
		return errno == ENOENT ? 0 : error_errno("cannot make '%s'", shown(t->name));
	if (!S_ISDIR(info.mode))
		return refuse_file(ctx, t, &info);
	t->dir = files_open_dir(AT_FDCWD, t->path);
	if (t->dir < 0)
		return error_errno("cannot open '%s'", shown(t->name));
	t->is_mount = is_mount(t->path);
	/* A run that was killed while it filled an empty directory left its stage there. */
	t->was_killed = fill_was_killed(t->path);
	if (sweep_target(t))
		return -1;
	venv_read(t->path, &t->venv);
	if (t->venv.health == CFG_UNREADABLE)
		return error("cannot read '%s': %s", shown(path_join(t->name, "pyvenv.cfg")),
			     strerror(t->venv.error));
	t->is_complete = t->was_killed && venv_is_env(&t->venv) && how->typed && !how->venv.clear;
	return 0;
}

/* ---- what is there ----------------------------------------------------------- */

/* recreate_line() for T, with -p if that was typed. NULL after printing that no Python fits -p. */
static const char *recreate_typed(struct context *ctx, const struct create_how *how,
				  const struct create_target *t)
{
	struct python_choice choice;
	struct python python;
	const char *why;

	if (!how->python)
		return recreate_line("avenv recreate", venv_real(&t->venv));
	if (python_choose(ctx, how->python, path_parent(t->path), &choice) ||
	    python_answer(&choice, &python, &why) || python_check(&python, t->path))
		return NULL;
	return recreate_line(joined("avenv recreate -p ", paste_word(how->python)),
			     venv_real(&t->venv));
}

/*
 * Refuse an allowed environment, and name the commands that install into, rebuild or clear it. The
 * last one refuses one with files of the user's.
 */
static int refuse_allowed(struct context *ctx, const struct create_how *how,
			  const struct create_target *t)
{
	const char *python = path_join(t->path, "bin/python"), *recreate, *clear, *starts;
	struct strings extra = { 0 };

	if (!venv_is_env(&t->venv) || t->venv.health == UNSUPPORTED)
		return damaged_error(&ctx->trust, &t->venv);
	if (!file_can_write(t->path) || !file_can_write(path_parent(t->path)))
		return error("'%s' is an environment already, and you cannot write there",
			     shown(t->name));
	if (how->files && how->files->count && file_is_program(python))
		return error("'%s' is an environment already; %s installs into it", shown(t->name),
			     paste_quoted(pip_line(ctx, python, how->files)));
	clear = how->typed ? paste_with("--clear") : paste_for("avenv create --clear", t->path);
	if (t->is_mount)
		return error("'%s' is an environment already, at a mount point; %s starts without "
			     "its packages",
			     shown(t->name), paste_quoted(clear));
	if (extra_files(t->path, &extra))
		return error_errno("cannot read '%s'", shown(t->name));
	recreate = recreate_typed(ctx, how, t);
	if (!recreate)
		return -1;
	if (!*recreate)
		return error("'%s' is an environment already, and a git repository",
			     shown(t->name));
	starts = formatted(", %s starts without them", paste_quoted(clear));
	return error("'%s' is an environment already; %s keeps its packages%s", shown(t->name),
		     paste_quoted(recreate), extra.count ? "" : starts);
}

/* Refuse an environment. Only if it is allowed, commands that start its programs are named. */
static int refuse_env(struct context *ctx, const struct create_how *how,
		      const struct create_target *t)
{
	struct verdict found;

	if (target_look_to_write(ctx, t->real, &found))
		return -1;
	if (env_is_allowed(&ctx->trust, t->real))
		return refuse_allowed(ctx, how, t);
	if (t->venv.health == NO_CFG)
		return damaged_error(&ctx->trust, &t->venv);
	return error("'%s' is an environment already: %s", shown(t->name),
		     reason_text(ctx, &found));
}

/* Refuse a directory that is neither empty nor an environment: often a project was typed. */
static int refuse_other(const struct create_target *t)
{
	struct strings names = { 0 };

	if (extra_files(t->path, &names))
		return error_errno("cannot read '%s'", shown(t->name));
	if (!names.count)
		return error("'%s' has parts of an environment, and is none; %s moves it away",
			     shown(t->name), paste_quoted(paste_aside(t->path)));
	if (streq(path_base(t->path), ".venv"))
		return error("'%s' holds other files: %s; %s moves it away", shown(t->name),
			     names_text(&names), paste_quoted(paste_aside(t->path)));
	return error("'%s' holds other files: %s; %s makes an environment in it", shown(t->name),
		     names_text(&names),
		     paste_quoted(paste_instead(t->name, paste_word(path_join(t->path, ".venv")))));
}

/* --clear removes the whole directory: it must be an environment without other files. */
static int check_clear(struct context *ctx, const struct create_target *t, const char *home)
{
	struct file_info info;

	if (home && path_under(home, t->real.path))
		return error("'%s' stays: your home directory is in it", shown(t->name));
	if (ctx->shell_dir.path && path_under(ctx->shell_dir.path, t->real.path))
		return error("this shell is in '%s'; %s first", shown(t->name),
			     paste_command("cd", path_parent(t->real.path)));
	if (!venv_is_env(&t->venv) && !(t->is_mount && t->was_killed))
		return damaged_error(&ctx->trust, &t->venv);
	if (file_lstat(t->real.path, &info))
		return error_errno("cannot look at '%s'", shown(t->name));
	if (!user_or_root(info.uid))
		return error("'%s' belongs to another user", shown(t->name));
	return check_extra_files(t->path);
}

/* Refuse to fill an empty directory that another user can replace by a link. */
static int check_empty(struct context *ctx, const struct create_target *t)
{
	struct verdict v;

	find_at(&ctx->trust, t->real.path, false, &v);
	verdict_ask_owners(&v);
	if (!(verdict_left(&v) & BAR_OTHERS))
		return 0;
	return error("'%s' is not filled: %s%s", shown(t->name), owner_fault_line(v.owners.list),
		     owners_advice(&v.owners, NULL));
}

/* Check the existing directory at T. */
static int check_content(struct context *ctx, const struct create_how *how, struct create_target *t,
			 const char *home)
{
	int empty = files_is_empty(t->dir);

	if (empty < 0)
		return error_errno("cannot read '%s'", shown(t->name));
	t->is_empty = empty;
	if (empty)
		return check_empty(ctx, t);
	/* It cannot be moved away. */
	if (t->is_mount && !venv_is_env(&t->venv) && !t->was_killed)
		return error("'%s' is a mount point, and holds no environment: empty it first",
			     shown(t->name));
	if (how->venv.clear || (t->is_mount && t->was_killed && !venv_is_env(&t->venv)))
		return check_clear(ctx, t, home);
	/* An environment may lack its pyvenv.cfg. */
	if (t->venv.health != NO_CFG || env_has_parts(&t->venv))
		return refuse_env(ctx, how, t);
	return refuse_other(t);
}

/* ---- git ------------------------------------------------------------------------ */

/* Nothing is at T, and nobody but the user can put anything there. V is of the place. */
static bool is_free_and_own(const struct create_target *t, struct verdict *v)
{
	if (t->dir >= 0 && !t->is_empty)
		return false;
	verdict_ask_owners(v);
	return !v->owners.count;
}

static int check_git(struct trust *trust, const struct create_how *how, struct create_target *t)
{
	enum git_tracking tracking;
	const char *why, *container = "";
	struct file_info dir;
	struct verdict v;

	verdict_of_place(trust, t->real, &v);
	/* A record of T, or AVENV_TRUST, accepts what git tracks. */
	if (how->tracked || (verdict_recorded(&v) & BAR_GIT))
		return 0;
	tracking = ask_git(t->real, &why);
	if (tracking == GIT_UNTRACKED)
		return 0;
	/* Nothing that git may have is checked out there: all of it will be the user's own. */
	if ((tracking == GIT_OTHER_USER || tracking == GIT_IN_COMMIT || tracking == GIT_ANY_CASE) &&
	    is_free_and_own(t, &v)) {
		t->accepts = BY_TRACKED;
		return 0;
	}
	if (tracking == GIT_OTHER_USER && !file_stat(path_parent(t->real.path), &dir) &&
	    dir.uid != OVERFLOW_UID)
		container = formatted(", or AVENV_TRUST=%s in a container",
				      paste_word(path_parent(t->real.path)));
	return error("'%s' is not made: %s; %s makes it anyway%s", shown(t->name), why,
		     paste_quoted(how->typed ?
					  paste_with("--tracked") :
					  paste_in(path_parent(t->path), "avenv create --tracked")),
		     container);
}

int create_look(struct context *ctx, const struct create_how *how, struct create_target *t)
{
	const char *home = ctx->settings.home ? real_path_partly(ctx->settings.home).path : NULL;

	t->dir = -1;
	t->real = real_path_partly(t->path);
	if (!*t->name)
		return error("'' is not a name");
	if (create_check_name(t->path) || refuse_home(t, home) || open_target(ctx, how, t))
		return -1;
	if (t->is_complete) {
		note("completed '%s'", shown(t->name));
		return 0;
	}
	if (t->dir >= 0 && check_content(ctx, how, t, home))
		return -1;
	return check_git(&ctx->trust, how, t);
}
