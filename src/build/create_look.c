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
#include "lookup/extra_files.h"
#include "lookup/in_the_way.h"
#include "lookup/target.h"
#include "plan/search.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"
#include "system/files.h"

/* ---- the user's own files ---------------------------------------------------- */

enum {
	/** names shown in one message */
	NAMES_SHOWN = 3,
};

/*
 * Add to TEXT the first NAMES_SHOWN of extra_files(). Returns the number of all, or -1 after printing
 * that PATH cannot be read.
 */
static int find_foreign(int dir, const char *path, const char *also, struct buf *text)
{
	struct strings names = { 0 };

	if (extra_files(dir, path, also, &names))
		return error_errno("cannot read '%s'", shown(path));
	for (size_t i = 0; i < names.count && i < NAMES_SHOWN; i++)
		buf_putl(text, i ? ", '" : "'", shown(names.list[i]), "'");
	buf_puts(text, names.count > NAMES_SHOWN ? ", ..." : "");
	return (int)names.count;
}

int create_check_entries(int dir, const char *path, const char *also)
{
	struct buf text = BUF_INIT;
	int count = find_foreign(dir, path, also, &text);

	if (count <= 0)
		return count;
	return error("'%s' holds more than an environment: %s; move or remove that first",
		     shown(path), text.data);
}

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

/* The commands that make T anew, or install into it, and their effects. */
static const char *way_on(const struct create_how *how, const struct create_target *t)
{
	const char *python = path_join(t->path, "bin/python"), *anew = "avenv recreate";
	struct buf line = BUF_INIT;

	if (how->python)
		anew = formatted("avenv recreate -p %s", paste_word(how->python));
	anew = formatted("%s keeps its packages", paste_command(anew, t->path));
	/* --clear replaces no directory of which nothing says that it is an environment. */
	if (!venv_is_env(&t->venv))
		return anew;
	if (!how->files || !how->files->count || !file_is_program(python))
		return joined(anew, ", '--clear' starts without them");
	buf_putl(&line, paste_word(python), " -m pip install");
	for (size_t i = 0; i < how->files->count; i++)
		buf_putl(&line, " -r ", paste_word(how->files->list[i]));
	return formatted("%s installs into it, '--clear' starts over", paste_quoted(line.data));
}

/* T is an environment, perhaps without its pyvenv.cfg. */
static bool has_env(const struct create_target *t)
{
	return t->venv.health != NO_CFG || file_exists(t->dir, "bin/activate") > 0;
}

/* Parts of an environment, in a directory that is none: nobody can have allowed them. */
static int refuse_parts(const struct create_target *t)
{
	return error("'%s' has parts of an environment, and is none; %s moves it away",
		     shown(t->name), paste_quoted(mv_line(t->path)));
}

/* Refuse an environment. One that is not allowed is not offered to pip. */
static int refuse_env(struct context *ctx, const struct create_how *how,
		      const struct create_target *t, const char *real)
{
	bool recorded;

	if (target_check_allowed(ctx, real, "made again", &recorded))
		return -1;
	return error("'%s' is an environment already; %s", shown(t->name), way_on(how, t));
}

/* Refuse a directory that is no environment: a project, typed instead of the environment in it. */
static int refuse_other(const struct create_target *t)
{
	const char *away = files_in_the_way_line(t->path);
	struct buf text = BUF_INIT;
	int count = find_foreign(t->dir, t->path, NULL, &text);

	if (count < 0)
		return -1;
	if (!count)
		return refuse_parts(t);
	return error("'%s' holds other files: %s; %s %s", shown(t->name), text.data,
		     away ? paste_quoted(away) :
			    paste_command("avenv create", path_join(t->path, ".venv")),
		     away ? "moves it away" : "makes an environment in it");
}

/* --clear removes the whole directory: it must be an environment without other files. */
static int check_clear(const struct create_target *t, const char *real, const char *home,
		       const char *shell)
{
	struct file_info info;

	if (home && path_under(home, real))
		return error("'%s' stays: your home directory is in it", shown(t->name));
	if (shell && path_under(shell, real))
		return error("this shell is in '%s'; %s first", shown(t->name),
			     paste_command("cd", path_parent(real)));
	if (!venv_is_env(&t->venv))
		return files_in_the_way_line(t->path) ?
			       refuse_other(t) :
			       error("'%s' is not an environment: %s", shown(t->name),
				     venv_problem(&t->venv));
	if (file_lstat(real, &info) || !user_or_root(info.uid))
		return error("'%s' belongs to another user", shown(t->name));
	return create_check_entries(t->dir, t->path, NULL);
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

static int check_git(struct trust *trust, const struct create_target *t, const char *real)
{
	const char *why;
	enum git_tracking tracking =
		accepts_git(trust, real) ? GIT_UNTRACKED : ask_git_why_not(real, &why);

	if (tracking == GIT_UNTRACKED)
		return 0;
	/* `create --tracked` would make an environment that is not allowed. */
	if (tracking == GIT_OTHER_USER)
		return error("'%s' is not made: %s; %s first, or AVENV_TRUST=%s in a container",
			     shown(t->name), why, paste_quoted(git_safe_command(real)),
			     paste_word(path_parent(real)));
	return error("'%s' is not made: %s; '--tracked' makes it anyway", shown(t->name), why);
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

int create_look(struct context *ctx, const struct create_how *how, struct create_target *t)
{
	const char *home = ctx->settings.home;
	const char *real = real_of(t->path);
	int empty;

	t->dir = -1;
	t->real = real;
	home = home ? real_of(home) : NULL;
	if (!*t->name)
		return error("'' is not a name");
	if (create_check_name(t->path) || refuse_home(t, real, home) || open_target(t))
		return -1;
	if (!how->tracked && check_git(&ctx->trust, t, real))
		return -1;
	if (t->dir < 0)
		return 0;
	empty = files_is_empty(t->dir);
	if (empty < 0)
		return error_errno("cannot read '%s'", shown(t->name));
	t->is_empty = empty;
	if (empty)
		return check_empty(ctx, t, real);
	if (how->venv.clear)
		return check_clear(t, real, home, ctx->shell_dir);
	return has_env(t) ? refuse_env(ctx, how, t, real) : refuse_other(t);
}
