/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checks before an environment is created at a path. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/create.h"
#include "build/stage_dir.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/utf8.h"
#include "lookup/allowed.h"
#include "lookup/damaged.h"
#include "lookup/extra_files.h"
#include "lookup/learn.h"
#include "lookup/reason.h"
#include "plan/search.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"
#include "records/refusal.h"
#include "system/files.h"

/* ---- the path -------------------------------------------------------------- */

int create_check_name(const char *path)
{
	const char *fault = NULL;
	uint32_t c;
	size_t n;

	for (const char *s = path; *s && !fault; s += n) {
		n = utf8_decode(s, &c);
		if (!n)
			fault = "is not UTF-8, so Python could not read its pyvenv.cfg";
		else if (c < ' ' || c == 0x7F)
			fault = "has a control character in it";
		else if (c == ':')
			fault = "has a ':' in it, so it cannot be on PATH";
	}
	return fault ? error("'%s' %s; choose another name", shown(path), fault) : 0;
}

static int open_target(struct create_target *t)
{
	struct file_info info, target;

	if (file_lstat(t->path, &info))
		return errno == ENOENT ? 0 : error_errno("cannot make '%s'", shown(t->name));
	if (S_ISLNK(info.mode) && file_stat(t->path, &target) && file_leads_nowhere(errno))
		return error("'%s' is a link that leads nowhere; %s removes it", shown(t->name),
			     paste_command("rm", t->path));
	if (!S_ISDIR(info.mode) && streq(path_base(t->path), ".venv"))
		return error("'%s' leads to an environment elsewhere; %s removes it",
			     shown(t->name),
			     paste_quoted(formatted("avenv -C %s use --clear",
						    paste_word(path_parent(t->path)))));
	if (S_ISLNK(info.mode))
		return error("'%s' is a link; name the directory that it leads to", shown(t->name));
	if (!S_ISDIR(info.mode))
		return error("'%s' is a file; name another place", shown(t->name));
	t->dir = files_open_dir(AT_FDCWD, t->path);
	if (t->dir < 0)
		return error_errno("cannot open '%s'", shown(t->name));
	/* A run that was killed while it filled an empty directory left its stage there. */
	t->is_complete = fill_was_killed(t->path);
	stage_sweep(t->path);
	venv_read(t->path, &t->venv);
	errno = t->venv.error;
	if (t->venv.health == CFG_UNREADABLE)
		return error_errno("cannot read '%s'", shown(path_join(t->name, "pyvenv.cfg")));
	return 0;
}

/* Refuse the root and the home directory: a search from any project below finds the environment. */
static int refuse_home(const struct create_target *t, const char *real, const char *home)
{
	if (streq(real, "/"))
		return error("'%s' is the root directory; name a directory in it", shown(t->name));
	if (home && streq(real, home))
		return error("'%s' is your home directory; name a directory in it, like '%s'",
			     shown(t->name), shown(path_join(t->name, ".venv")));
	return 0;
}

/* ---- what is there ----------------------------------------------------------- */

/* The command that installs into T what -r asks for; NULL: no -r, or T has no Python. */
static const char *pip_install_line(const struct create_how *how, const struct create_target *t)
{
	const char *python = path_join(t->path, "bin/python");
	struct buf line = BUF_INIT;

	if (!how->files || !how->files->count || !file_is_program(python))
		return NULL;
	buf_putl(&line, paste_word(python), " -m pip install");
	for (size_t i = 0; i < how->files->count; i++)
		buf_putl(&line, " -r ", paste_word(how->files->list[i]));
	return line.data;
}

/* Refuse an environment that the user has allowed: it can be made again. */
static int refuse_allowed(struct context *ctx, const struct create_how *how,
			  const struct create_target *t)
{
	const char *name = shown(t->name), *install = pip_install_line(how, t),
		   *anew = "avenv recreate";
	struct python_choice choice;
	struct python python;
	const char *why;

	if (!venv_is_env(&t->venv))
		return damaged_error(&ctx->trust, &t->venv);
	if (install)
		return error("'%s' is an environment already; %s installs into it", name,
			     paste_quoted(install));
	if (check_extra_files(t->dir, t->path, NULL))
		return -1;
	if (how->python) {
		if (python_choose(ctx, how->python, path_parent(t->path), &choice) ||
		    python_answer(&choice, &python, &why))
			return -1;
		anew = formatted("avenv recreate -p %s", paste_word(how->python));
	}
	return error(
		"'%s' is an environment already; %s keeps its packages, %s starts without them",
		name, paste_command(anew, t->path),
		paste_quoted(how->typed ? paste_with("--clear") :
					  paste_for("avenv create --clear", t->path)));
}

/* T is an environment, perhaps without its pyvenv.cfg. */
static bool has_env(const struct create_target *t)
{
	return t->venv.health != NO_CFG || env_has_parts(&t->venv);
}

/* Refuse an environment. One that is not allowed is not offered to pip. */
static int refuse_env(struct context *ctx, const struct create_how *how,
		      const struct create_target *t, const char *real)
{
	const unsigned words = BAR_DENIED | BAR_DENIED_ITSELF | BAR_OTHERS;
	struct verdict found;

	find_at(&ctx->trust, real, false, &found);
	learn_covered(ctx, &found);
	if (verdict_bar(&found) & words)
		return reason_error(ctx, &found);
	if (env_is_allowed(&ctx->trust, real))
		return refuse_allowed(ctx, how, t);
	if (t->venv.health == NO_CFG)
		return damaged_error(&ctx->trust, &t->venv);
	return error("'%s' is an environment already: %s", shown(t->name),
		     reason_text(ctx, &found));
}

/* Refuse a directory that is no environment: a project, typed instead of the environment in it. */
static int refuse_other(const struct create_target *t)
{
	struct strings names = { 0 };

	if (extra_files(t->dir, t->path, NULL, &names))
		return error_errno("cannot read '%s'", shown(t->name));
	if (!names.count)
		return error("'%s' has parts of an environment, and is none; %s moves it away",
			     shown(t->name), paste_quoted(mv_line(t->path)));
	if (streq(path_base(t->path), ".venv"))
		return error("'%s' holds other files: %s; %s moves it away", shown(t->name),
			     extra_files_text(&names), paste_quoted(mv_line(t->path)));
	return error("'%s' holds other files: %s; %s makes an environment in it", shown(t->name),
		     extra_files_text(&names),
		     paste_command("avenv create", path_join(t->path, ".venv")));
}

/* --clear removes the whole directory: it must be an environment without other files. */
static int check_clear(struct context *ctx, const struct create_target *t, const char *real,
		       const char *home)
{
	struct file_info info;

	if (home && path_under(home, real))
		return error("'%s' stays: your home directory is in it", shown(t->name));
	if (ctx->shell_dir && path_under(ctx->shell_dir, real))
		return error("this shell is in '%s'; %s first", shown(t->name),
			     paste_command("cd", path_parent(real)));
	if (!venv_is_env(&t->venv))
		return damaged_error(&ctx->trust, &t->venv);
	if (file_lstat(real, &info) || !user_or_root(info.uid))
		return error("'%s' belongs to another user", shown(t->name));
	return check_extra_files(t->dir, t->path, NULL);
}

/* PATH with the links in its existing part resolved. */
static const char *real_of(const char *path)
{
	char real[PATH_MAX];

	if (realpath(path, real))
		return mem_dups(real);
	return streq(path, "/") ? path : path_join(real_of(path_parent(path)), path_base(path));
}

/* A record of REAL, or AVENV_TRUST, accepts what git tracks. */
static bool accepts_git(struct trust *trust, const char *real)
{
	struct verdict v;

	verdict_of_place(trust, real, &v);
	return verdict_recorded(&v) & BAR_GIT;
}

static int check_git(struct trust *trust, const struct create_how *how,
		     const struct create_target *t, const char *real)
{
	const char *why;
	enum git_tracking tracking = how->tracked || accepts_git(trust, real) ?
					     GIT_UNTRACKED :
					     ask_git_why_not(real, &why);

	if (tracking == GIT_UNTRACKED)
		return 0;
	/* `create --tracked` would make an environment that is not allowed. */
	if (tracking == GIT_OTHER_USER)
		return error("'%s' is not made: %s; %s first, or AVENV_TRUST=%s in a container",
			     shown(t->name), why, paste_quoted(git_safe_command(real)),
			     paste_word(path_parent(real)));
	return error("'%s' is not made: %s; %s makes it anyway", shown(t->name), why,
		     paste_quoted(how->typed ? paste_with("--tracked") :
					       paste_in(path_parent(t->path),
							"avenv create --tracked")));
}

/* Nobody else may change an empty directory that is filled: they could lead its path elsewhere. */
static int check_empty(struct context *ctx, const struct create_target *t, const char *real)
{
	struct verdict v;

	find_at(&ctx->trust, real, false, &v);
	verdict_ask_owners(&v);
	if (!(verdict_left(&v) & BAR_OTHERS))
		return 0;
	return error("'%s' is not filled: %s%s", shown(t->name), owner_fault_line(v.owners.list),
		     owners_advice(&v.owners, NULL));
}

/* Check the directory at T, if there is one. */
static int check_content(struct context *ctx, const struct create_how *how, struct create_target *t,
			 const char *home)
{
	int empty = t->dir < 0 ? 0 : files_is_empty(t->dir);

	if (empty < 0)
		return error_errno("cannot read '%s'", shown(t->name));
	t->is_empty = empty;
	t->is_complete = t->is_complete && how->typed && !how->venv.clear && venv_is_env(&t->venv);
	if (t->dir < 0 || t->is_complete)
		return 0;
	if (empty)
		return check_empty(ctx, t, t->real);
	if (how->venv.clear)
		return check_clear(ctx, t, t->real, home);
	return has_env(t) ? refuse_env(ctx, how, t, t->real) : refuse_other(t);
}

int create_look(struct context *ctx, const struct create_how *how, struct create_target *t)
{
	const char *home = ctx->settings.home;
	const char *real = real_of(t->path);

	t->dir = -1;
	t->real = real;
	home = home ? real_of(home) : NULL;
	if (!*t->name)
		return error("'' is not a name");
	if (create_check_name(t->path) || refuse_home(t, real, home) || open_target(t))
		return -1;
	if (check_content(ctx, how, t, home))
		return -1;
	if (t->is_complete)
		note("completed '%s'", shown(t->name));
	return t->is_complete ? 0 : check_git(&ctx->trust, how, t, real);
}
