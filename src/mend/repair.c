/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/repair.h"

#include <fcntl.h>
#include <unistd.h>

#include "build/create.h"
#include "core/path.h"
#include "lookup/damaged.h"
#include "lookup/way_python.h"
#include "plan/moved.h"
#include "plan/search.h"
#include "print/msg.h"
#include "records/ask.h"
#include "records/refusal.h"
#include "system/file_at.h"

/* ---- what cannot be mended --------------------------------------------------- */

/* Add a defect that only rebuilding mends, with PYTHON, an argument of -p; NULL: with its own. */
static void add_refused(struct repair *r, const char *id, const char *subject, const char *text,
			const char *python)
{
	findings_add(&r->refused, id, subject, text)->mend =
		way_to_rebuild_near(r->ctx, r->venv, python).next;
}

/*
 * Add the defects of the base: no Python is found, or bin has a link or a copy that does not work, and
 * that is not replaced.
 */
static void look_at_base(struct repair *r)
{
	const char *bad = base_bad_copy(&r->base), *old = r->base.old, *python, *id, *text;
	struct venv venv = *r->venv;

	if (!r->base.path) {
		text = base_missing(&r->base, &python, &id);
		add_refused(r, id, old ? old : r->venv->cfg.home, text, python);
	}
	venv_check_python(&venv);
	if (r->base.path && venv.health == PYTHON_UNREADABLE && !env_unreadable(&venv))
		add_refused(r, "link", venv_python(&venv),
			    formatted("'%s' leads where this user cannot look",
				      shown(venv_python(&venv))),
			    NULL);
	if (bad)
		add_refused(r, "copy", bad,
			    formatted("'%s' is neither a link nor a Python that works here",
				      shown(bad)),
			    NULL);
}

static void look_for_refusals(struct repair *r)
{
	const char *old = r->old, *bin = path_join(r->venv->path, "bin");

	if (r->venv->health == NO_BIN) {
		add_refused(r, "bin-gone", bin, formatted("'%s' is gone", shown(bin)), NULL);
		return;
	}
	if (!moved_is_repairable(old, r->venv->path))
		add_refused(r, "moved", r->venv->path,
			    formatted("it was %s, and scripts cannot hold one of these paths",
				      moved_from(old)),
			    NULL);
	base_find(&r->base);
	look_at_base(r);
}

/* ---- what can be mended -------------------------------------------------------- */

static int look_for_defects(struct repair *r)
{
	struct base *base = &r->base;
	const char *upgrade, *version = base->python.version;

	if (relocations_look(&r->paths))
		return -1;
	if (r->old)
		findings_say(&r->defects, "moved", r->venv->path, "it was %s: %s with the old path",
			     moved_from(r->old),
			     counted(relocations_files(&r->paths), "file", "files"));
	if (base->changed)
		findings_say(&r->defects, "base-gone", base->old, "%s; '%s' is %s",
			     base_problem(base, &upgrade), shown(base->path),
			     version ? version : base->library.series);
	return relink_look(base, &r->defects);
}

int repair_look(struct repair *r)
{
	const char *path = r->venv->path;

	r->dir = files_open_dir(AT_FDCWD, path);
	if (r->dir < 0)
		return error_errno("cannot open '%s'", shown(path));
	if (moved_old_path(r->dir, path, &r->old))
		return cannot_read_activate(path);
	/* Relocation writes the path into pyvenv.cfg, with which Python has to start. */
	if (r->old && (relocations_init(&r->paths, r->dir, venv_real(r->venv), path) ||
		       create_check_name(path)))
		return -1;
	r->base = (struct base){
		.venv = r->venv,
		.dir = r->dir,
		.old_path = r->old,
		.ctx = r->ctx,
	};
	look_for_refusals(r);
	return r->refused.count ? 0 : look_for_defects(r);
}

/* ---- writing ------------------------------------------------------------------- */

int repair_write(struct repair *r)
{
	/* All files are checked before the first is written. */
	if (relocations_check(&r->paths) || relink_check(&r->base))
		return -1;
	/* The links are last: after a kill the next run finds them broken and does both again. */
	return relocations_write(&r->paths) ? -1 : relink_write(&r->base);
}

int repair_check_owners(struct trust *trust, const struct venv *venv)
{
	struct verdict v;

	find_at(trust, venv->path, false, &v);
	/* The owners say more than the bar that another user's environment has. */
	v.accepted |= BAR_OTHER_USER;
	verdict_ask_owners(&v);
	if (!(verdict_left(&v) & BAR_OTHERS))
		return 0;
	verdict_ask(trust, &v);
	return error("'%s' is not repaired: %s", shown(venv->path), refusal_line(&v));
}
