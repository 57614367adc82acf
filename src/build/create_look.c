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
#include "lookup/foreign.h"
#include "lookup/taken.h"
#include "lookup/target.h"
#include "plan/search.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/tracked.h"
#include "records/writable.h"
#include "system/files.h"

/* ---- the user's own files ---------------------------------------------------- */

enum {
	/** names shown in one message */
	NAMES_SHOWN = 3,
};

/*
 * Add to TEXT the first NAMES_SHOWN of foreign_names(). Returns the number of all, or -1 after printing
 * that PATH cannot be read.
 */
static int find_foreign(int dir, const char *path, const char *also, struct buf *text)
{
	struct strings names = { 0 };

	if (foreign_names(dir, path, also, &names))
		return error_errno("cannot read '%s'", shown(path));
	for (size_t i = 0; i < names.count && i < NAMES_SHOWN; i++)
		buf_putl(text, i ? ", '" : "'", shown(names.list[i]), "'");
	buf_puts(text, names.count > NAMES_SHOWN ? ", ..." : "");
	return (int)names.count;
}

int foreign_refused(int dir, const char *path, const char *also)
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
		n = path_utf8_decode(s, &c);
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
	if (S_ISLNK(info.mode))
		return error("'%s' is a link; name the directory that it leads to", shown(t->name));
	if (S_ISREG(info.mode) && streq(path_base(t->path), ".venv"))
		return error("'%s' is a redirect to an environment elsewhere; %s removes it",
			     shown(t->name),
			     paste_quoted(formatted("avenv -C %s use --clear",
						    paste_word(path_parent(t->path)))));
	if (!S_ISDIR(info.mode))
		return error("'%s' is a file; name another place", shown(t->name));
	t->dir = files_open_dir(AT_FDCWD, t->path);
	if (t->dir < 0)
		return error_errno("cannot open '%s'", shown(t->name));
	venv_read(t->path, &t->venv);
	errno = t->venv.error;
	if (t->venv.health == CFG_UNREADABLE)
		return error_errno("cannot read '%s'", shown(path_join(t->name, "pyvenv.cfg")));
	t->is_env = venv_is_env(&t->venv);
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

/*
 * DIR has an entry that would be put on PATH, imported by Python or read by pip, or one that cannot
 * be checked.
 */
static bool has_parts(int dir)
{
	static const char *const names[] = { "bin", "lib", "lib64",   "local",   "share",
					     "etc", "man", "include", "pip.conf" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (file_exists(dir, names[i]))
			return true;
	return false;
}

/* Refuse a project's directory, typed instead of the environment in it. */
static int check_project(const struct create_target *t)
{
	const char *away = taken_line(t->path);
	struct buf text = BUF_INIT;
	int count;

	if (t->is_env || file_exists(t->dir, "bin/python"))
		return 0;
	count = find_foreign(t->dir, t->path, NULL, &text);
	if (count <= 0)
		return count;
	return error("'%s' holds other files: %s; %s %s", shown(t->name), text.data,
		     away ? paste_quoted(away) :
			    paste_command("avenv create", path_join(t->path, ".venv")),
		     away ? "moves it away" : "makes an environment in it");
}

/* --clear removes the whole directory: it must be empty, or an environment without other files. */
static int check_clear(const struct create_target *t, const char *real, const char *home,
		       const char *shell)
{
	int empty = files_is_empty(t->dir);

	if (empty < 0)
		return error_errno("cannot read '%s'", shown(t->name));
	if (home && path_under(home, real))
		return error("'%s' stays: your home directory is in it", shown(t->name));
	if (shell && path_under(shell, real))
		return error("this shell is in '%s'; %s first", shown(t->name),
			     paste_command("cd", path_parent(real)));
	if (!empty && !t->is_env)
		return taken_line(t->path) ? check_project(t) :
					     error("'%s' is not an environment: %s", shown(t->name),
						   venv_problem(&t->venv));
	return empty ? 0 : foreign_refused(t->dir, t->path, NULL);
}

/* Parts of an environment, in a directory that is none: nobody can have allowed them. */
static int refuse_parts(const struct create_target *t)
{
	return error("'%s' has parts of an environment, and is none; %s moves it away",
		     shown(t->name), paste_quoted(away_line(t->path)));
}

/*
 * Refuse to write into a directory that other users own or can write to, and into an environment that
 * no record of its own allows.
 */
static int check_parts(struct context *ctx, const struct create_how *how, struct create_target *t,
		       const char *real)
{
	const char *opening;
	struct file_info info;
	struct found found;

	if (how->venv.clear) {
		if (!file_lstat(real, &info) && user_or_root(info.uid))
			return 0;
		return error("'%s' belongs to another user", shown(t->name));
	}
	if (!t->is_env && !has_parts(t->dir))
		return 0;
	find_at(&ctx->trust, real, false, &found);
	if (!t->is_env && found.judgement.verdict != VERDICT_ALLOWED)
		return refuse_parts(t);
	opening = first_other_writer(&found, real, t->path);
	if (opening)
		return error("'%s' is not written to: %s", shown(t->name), opening);
	return target_check_allowed(ctx, real, "completed");
}

/* PATH with the links in its existing part resolved. */
static const char *real_of(const char *path)
{
	char real[PATH_MAX];

	if (realpath(path, real))
		return mem_dups(real);
	return streq(path, "/") ? path : path_join(real_of(path_parent(path)), path_base(path));
}

/* AVENV_TRUST has the last word on what is at REAL, whatever git says. */
static bool is_trusted(struct trust *trust, const char *real)
{
	struct real_path project;
	const struct slot slot = { .project = &project, .path = real };
	struct judgement j;

	if (real_path_read(path_parent(real), &project))
		return false;
	j = trust_slot(trust, &slot);
	return j.verdict == VERDICT_ALLOWED && j.record && !j.record->line;
}

static int check_git(struct trust *trust, const struct create_target *t, const char *real)
{
	struct buf why = BUF_INIT;
	enum git_tracking is = is_trusted(trust, real) ? GIT_UNTRACKED : slot_tracked(real, &why);

	if (is == GIT_UNTRACKED)
		return 0;
	/* `create --tracked` would make an environment that is not allowed. */
	if (is == GIT_FOREIGN)
		return error("'%s' is not made: %s; %s first, or AVENV_TRUST=%s in a container",
			     shown(t->name), why.data, paste_quoted(tracked_foreign_line(real)),
			     paste_word(path_parent(real)));
	return error("'%s' is not made: %s; '--tracked' makes it anyway", shown(t->name), why.data);
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
	if (!how->tracked && check_git(&ctx->trust, t, real))
		return -1;
	if (t->dir < 0)
		return 0;
	if (how->venv.clear ? check_clear(t, real, home, ctx->shell_dir) : check_project(t))
		return -1;
	return check_parts(ctx, how, t, real);
}
