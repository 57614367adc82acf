/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What venv lays out beside the packages: lib64 and activation scripts. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/layout.h"
#include "cli/repair.h"
#include "cli/unseen.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"
#include "system/tree.h"

#include "core/banned.h"

/* ---- lib64 -------------------------------------------------------------- */

/* A walk through lib64, for which all is in lib as well. */
struct twins {
	const struct repair_look *l;
	struct buf at;
};

/* A and B hold the same. */
static bool same_bytes(int a, int b)
{
	char one[4096], other[4096];
	off_t at = 0;
	ssize_t n;

	do {
		n = files_read_at(a, one, sizeof(one), at);
		if (n < 0 || files_read_at(b, other, sizeof(other), at) != n ||
		    memcmp(one, other, (size_t)n) != 0)
			return false;
		at += n;
	} while (n);
	return true;
}

static bool same_file(int dir, const char *name, int other_dir, const char *other)
{
	int a = files_open(dir, name);
	int b = files_open(other_dir, other);
	bool same = a >= 0 && b >= 0 && same_bytes(a, b);

	if (a >= 0)
		close(a);
	if (b >= 0)
		close(b);
	return same;
}

static bool same_link(int dir, const char *name, int other_dir, const char *other)
{
	const char *one = files_link_text(dir, name);
	const char *two = files_link_text(other_dir, other);

	return one && two && streq(one, two);
}

/* What Python compiles of a source is no loss; elsewhere it may be all there is. */
static bool is_compiled(const struct twins *t, const char *name)
{
	return ends_with(name, ".pyc") && ends_with(t->at.data, "/__pycache__/");
}

static int visit(struct tree_walk *w, int dir, const char *name)
{
	const struct twins *t = w->arg;
	int env = t->l->repair->dir;
	struct buf other = BUF_INIT;
	struct stat a, b;
	bool same;

	if (is_compiled(t, name))
		return 0;
	buf_putl(&other, t->at.data, name);
	/* That it differs is an answer, too. */
	errno = ENOENT;
	same = !fstatat(dir, name, &a, AT_SYMLINK_NOFOLLOW) &&
	       !fstatat(env, other.data, &b, AT_SYMLINK_NOFOLLOW) &&
	       (a.st_mode & S_IFMT) == (b.st_mode & S_IFMT) && a.st_size == b.st_size;
	if (same && S_ISREG(a.st_mode))
		same = same_file(dir, name, env, other.data);
	else if (same)
		same = S_ISLNK(a.st_mode) && same_link(dir, name, env, other.data);
	return same ? 0 : -1;
}

static int enter(struct tree_walk *w, int dir, const char *name)
{
	struct twins *t = w->arg;
	struct stat st;

	(void)dir;
	buf_puts(&t->at, w->depth ? name : "lib");
	errno = ENOENT;
	if (!streq(name, "__pycache__") &&
	    (fstatat(t->l->repair->dir, t->at.data, &st, AT_SYMLINK_NOFOLLOW) ||
	     !S_ISDIR(st.st_mode)))
		return -1;
	buf_puts(&t->at, "/");
	return 0;
}

static int leave(struct tree_walk *w, int dir, const char *name)
{
	struct twins *t = w->arg;

	(void)dir;
	if (w->depth)
		buf_cut(&t->at, t->at.len - strlen(name) - 1);
	return 0;
}

/* All that is in lib64 is in lib, too. */
static bool is_twin(const struct repair_look *l)
{
	struct twins twins = { .l = l, .at = BUF_INIT };
	struct tree_walk walk = { .file = visit, .enter = enter, .leave = leave, .arg = &twins };

	if (!tree_walk(&walk, l->repair->dir, "lib64"))
		return true;
	return unseen(repair_path(l, "lib64"));
}

static void plan_lib64(struct repair_look *l, enum rewrite_as as, const char *problem)
{
	struct rewrites *plan = &l->repair->plan;
	struct rewrite *link = rewrites_find(plan, as, "lib64");
	const char *path = repair_path(l, "lib64");

	if (!link)
		link = rewrites_add(plan, as, "lib64");
	link->to = "lib";
	repair_mendable(l, "lib64", path, finding_text("'%s' %s", shown(path), problem));
}

/* Within the environment, by its whole path or by that of another place. */
static bool leads_astray(const struct repair_look *l, const char *to)
{
	struct stat st;

	if (repair_stat(l, "lib64", 0, &st))
		return true;
	for (size_t i = 0; l->relocation.from[i]; i++)
		if (path_under(to, l->relocation.from[i]))
			return true;
	return path_under(to, l->repair->venv.path);
}

static bool wants_lib64(const struct repair_look *l)
{
	struct stat st;

	return l->by_venv && l->base.path && l->modules.has_kind && l->modules.kind.class == 2 &&
	       streq(l->base.interpreter.implementation, "cpython") &&
	       !repair_stat(l, "lib", AT_SYMLINK_NOFOLLOW, &st) && S_ISDIR(st.st_mode);
}

/* Virtualenv makes a directory of it where the system has one. */
static void look_at_second_lib(struct repair_look *l)
{
	const char *path = repair_path(l, "lib64");

	if (is_twin(l)) {
		rewrites_drop(&l->repair->plan, "lib64");
		plan_lib64(l, REWRITE_DIR, "is a second copy of 'lib', not a link");
	} else if (l->by_venv) {
		repair_beyond(l, "lib64", path,
			      finding_text("'%s' is no link to 'lib', and what "
					   "is in it differs",
					   shown(path)));
	}
}

/* A link to it would lead nowhere, now and whenever it is mended. */
static bool lost_lib(struct repair_look *l)
{
	const char *lib = repair_path(l, "lib");
	struct stat st;

	if (!repair_stat(l, "lib", 0, &st) || !unseen_is_answer(errno))
		return false;
	repair_beyond(l, "lib64", lib,
		      finding_text("'%s' is gone, to which 'lib64' is to lead", shown(lib)));
	return true;
}

static void look_at_link(struct repair_look *l)
{
	const char *to = files_link_text(l->repair->dir, "lib64");

	if (!to)
		unseen(repair_path(l, "lib64"));
	else if (leads_astray(l, to) && !lost_lib(l))
		plan_lib64(l, REWRITE_LINK, finding_text("leads to '%s', not to 'lib'", shown(to)));
}

static void look_at_lib64(struct repair_look *l)
{
	struct text text;
	struct stat st;

	if (repair_stat(l, "lib64", AT_SYMLINK_NOFOLLOW, &st)) {
		if (errno == ENOENT && wants_lib64(l))
			plan_lib64(l, REWRITE_LINK, "is missing");
		return;
	}
	if (S_ISDIR(st.st_mode)) {
		look_at_second_lib(l);
	} else if (S_ISLNK(st.st_mode)) {
		look_at_link(l);
	} else if (!repair_read(l, "lib64", PATH_MAX, &text) && streq(text.data, "lib") &&
		   !lost_lib(l)) {
		plan_lib64(l, REWRITE_LINK, "is the text of a link");
	}
}

/* ---- activation scripts ------------------------------------------------- */

static bool is_lost(const struct repair_look *l, const char *file)
{
	struct stat st;

	return repair_stat(l, file, AT_SYMLINK_NOFOLLOW, &st) ? errno == ENOENT :
								S_ISREG(st.st_mode) && !st.st_size;
}

/* Activate.ps1 of venv is activate.ps1 of virtualenv and of uv, whose scripts
 * `create --upgrade` leaves. */
static bool is_theirs(const struct repair_look *l, const char *name)
{
	return streq(name, "Activate.ps1") && !is_lost(l, "bin/activate.ps1");
}

/* Other tools leave out what was not asked for, but never this one. */
static int plan_script(void *arg, const char *name, const struct buf *text, mode_t mode)
{
	struct repair_look *l = arg;
	const char *file = path_join("bin", name), *path = repair_path(l, file);
	struct rewrite *script;

	if (!is_lost(l, file) || is_theirs(l, name) || !(l->by_venv || streq(name, "activate")))
		return 0;
	script = rewrites_add(&l->repair->plan, REWRITE_TEXT, file);
	script->old.data = buf_empty;
	script->text = *text;
	script->mode = mode;
	repair_mendable(l, "no-activate", path, finding_text("'%s' is missing", shown(path)));
	return 0;
}

static void fill_in(const struct repair_look *l, struct python *python)
{
	const struct interpreter *i = &l->base.interpreter;
	char *end = NULL;

	*python = (struct python){
		.path = l->base.path,
		.real = i->real,
		.home = path_parent(l->base.path),
		.exe = path_base(l->base.path),
		.implementation = i->implementation,
		.version = i->version,
		.series = cfg_series(i->version),
		.threads = i->free_threaded ? "t" : "",
		.stdlib = i->stdlib,
	};
	python->major = (int)strtol(i->version, &end, 10);
	python->minor = *end ? (int)strtol(end + 1, NULL, 10) : 0;
}

static int look_at_scripts(struct repair_look *l)
{
	const struct interpreter *i = &l->base.interpreter;
	struct python python;

	if (!l->base.path)
		return 0;
	fill_in(l, &python);
	/* On Debian they come with another package than Python. */
	if (i->stdlib && unseen_exists(path_join(i->stdlib, "venv/scripts/common"))) {
		if (!layout_scripts(&python, l->repair->venv.path, l->repair->venv.cfg.prompt,
				    plan_script, l))
			return 0;
		if (unseen_text())
			return -1;
	}
	if (is_lost(l, "bin/activate"))
		repair_reported(l, "no-activate", repair_path(l, "bin/activate"),
				finding_text("'%s' is missing, and '%s' has none to "
					     "make it from; install its venv module",
					     shown(repair_path(l, "bin/activate")),
					     shown(l->base.path)));
	return 0;
}

int repair_layout(struct repair_look *l)
{
	look_at_lib64(l);
	return look_at_scripts(l);
}
