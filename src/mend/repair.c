/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/repair.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "core/find.h"
#include "core/path.h"
#include "print/msg.h"
#include "records/guard.h"
#include "system/files.h"

#include "core/banned.h"

/* ---- what cannot be mended --------------------------------------------------- */

/* PYTHON: another minor version for `recreate`; NULL: its own. */
static void refuse(struct repair *r, const char *id, const char *subject, const char *text,
		   const char *python)
{
	struct finding *f = findings_add(&r->refused, id, subject, text);
	const char *command =
		python ? finding_text("avenv recreate -p %s ", python) : "avenv recreate ";

	FINDING_MEND(f, command, r->venv->path);
}

static void refuse_bin(struct repair *r)
{
	const char *bin = path_join(r->venv->path, "bin");
	struct file_info info;

	refuse(r, "bin-gone", bin,
	       finding_text(file_lstat(bin, &info) ? "'%s' is gone, with all its programs" :
						     "'%s' is not a directory",
			    shown(bin)),
	       NULL);
}

/* Its Python is gone, and there is no other one. */
static void refuse_base(struct repair *r)
{
	const struct library *l = &r->base.library;
	const char *old = r->base.old ? r->base.old : r->venv->cfg.home;
	struct venv now = *r->venv;
	bool upgraded;

	if (!l->series) {
		refuse(r, "base-missing", old, "nothing says which Python it is of", NULL);
		return;
	}
	venv_check_python(&now);
	upgraded = now.health == PYTHON_UPGRADED;
	refuse(r, upgraded ? "minor-mismatch" : "base-missing", old,
	       finding_text("%s; %s %s%s is not installed",
			    upgraded ? venv_problem(&now) :
				       finding_text("its Python '%s' is gone", shown(old)),
			    python_called(l->implementation), l->series, l->threads),
	       upgraded ? now.series : "3");
}

static struct base_want want_of(const struct repair *r)
{
	return (struct base_want){ r->venv, r->dir, r->relocation.from, r->from, r->user };
}

static int look(struct repair *r)
{
	const char *old = r->relocation.from, *bad;
	const struct base_want want = want_of(r);

	if (r->venv->health == NO_BIN) {
		refuse_bin(r);
		return 0;
	}
	if (old && !(relocate_can(old) && relocate_can(r->venv->path)))
		refuse(r, "moved", r->venv->path,
		       finding_text("it was %s, and scripts cannot hold one of these paths",
				    relocate_moved_from(old)),
		       NULL);
	if (base_find(&want, &r->base))
		return -1;
	if (!r->base.path)
		refuse_base(r);
	bad = base_bad_copy(&want, &r->base);
	if (bad)
		refuse(r, "copy", bad,
		       finding_text(r->base.changed ? "'%s' is no link, and its Python is gone" :
						      "'%s' is neither a link nor a program",
				    shown(bad)),
		       NULL);
	bad = repair_other_module(r);
	if (bad)
		refuse(r, "compiled-for-other-python", bad,
		       finding_text("'%s' is for another Python or machine", shown(bad)), NULL);
	bad = path_join(r->venv->path, "lib64");
	if (repair_lib64_differs(r))
		refuse(r, "lib64", bad, finding_text("'%s' is not a link to 'lib'", shown(bad)),
		       NULL);
	return 0;
}

/* ---- the steps ----------------------------------------------------------------- */

static int mend_paths(struct repair *r)
{
	struct relocation *moved = &r->relocation;

	if (!moved->from)
		return 0;
	if (relocate_look(moved))
		return -1;
	findings_say(&r->mended, "moved", r->venv->path, "it was %s, which %s",
		     relocate_moved_from(moved->from),
		     counted(moved->edits.count, "file still names", "files still name"));
	return r->dry ? 0 : relocate_write(moved);
}

static int mend_base(struct repair *r)
{
	const struct base_want want = want_of(r);
	struct base *base = &r->base;
	const char *old = base->old ? base->old : r->venv->cfg.home;
	struct venv now = *r->venv;

	venv_check_python(&now);
	if (base->changed)
		findings_say(&r->mended, "base-gone", old, "%s; '%s' is %s",
			     now.health == PYTHON_UPGRADED ?
				     venv_problem(&now) :
				     finding_text("its Python '%s' is gone", shown(old)),
			     shown(base->path),
			     base->version ? base->version : base->library.series);
	/* As long as a link leads nowhere, the next run does both again. */
	return base_cfg(&want, base, r->dry, &r->mended) ||
			       base_link(&want, base, r->dry, &r->mended) ?
		       -1 :
		       0;
}

static int check(const struct venv *venv)
{
	if (!venv_is_env(venv))
		return error("'%s' is not an environment: %s", shown(venv->path),
			     venv_problem(venv));
	if (streq(venv->bin, "Scripts"))
		return error("'%s' is an environment for Windows; mend it there",
			     shown(venv->path));
	if (venv->health == BIN_UNSEEN)
		return error("cannot look at '%s': %s", shown(path_join(venv->path, "bin")),
			     strerror(venv->error));
	return 0;
}

int repair(struct repair *r)
{
	const char *path = r->venv->path;
	int ret = 0;

	if (check(r->venv))
		return -1;
	r->dir = files_open_dir(AT_FDCWD, path);
	if (r->dir < 0)
		return error_errno("cannot open '%s'", shown(path));
	r->relocation = (struct relocation){ .dir = r->dir, .path = path, .to = path };
	if (relocate_old_path(r->dir, path, &r->relocation.from))
		return error_errno("cannot read '%s'", shown(path));
	if (look(r))
		return -1;
	if (!r->refused.count)
		ret = mend_paths(r) || repair_modes(r) || mend_base(r) || repair_lib64(r) ||
				      repair_activate(r) ?
			      -1 :
			      0;
	close(r->dir);
	return ret;
}

int repair_refused(struct trust *trust, const struct venv *venv)
{
	struct buf why = BUF_INIT;
	struct opening opening;
	struct chain chain;
	struct found found;

	if (chain_of(venv->path, &chain))
		return error_errno("cannot find '%s'", shown(venv->path));
	find_recorded(trust, venv->path, &found);
	if (found.judgement.verdict != VERDICT_ALLOWED)
		found.judgement.by = NULL;
	if (!opening_first(&trust->user, &chain, &found.judgement, &opening))
		return 0;
	opening_text(&why, &opening);
	return error("'%s' is not repaired: %s%s", shown(venv->path), why.data,
		     opening_mend(&opening, venv->path));
}
