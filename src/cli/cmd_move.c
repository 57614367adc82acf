/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Move an environment: a copy of hard links is made beside the new place, every
 * path that is baked in is rewritten there, and it is put in its place in one
 * step.  Only then the old one goes.  A rename would be quicker, but would leave
 * an environment that names another place until the last file is rewritten.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/allow.h"
#include "cli/copy_tree.h"
#include "cli/made.h"
#include "cli/place.h"
#include "cli/pointers.h"
#include "cli/recreate.h"
#include "cli/relocate.h"
#include "cli/stage.h"
#include "cli/stage_dir.h"
#include "cli/subject.h"
#include "cli/target.h"
#include "cli/unseen.h"
#include "core/path.h"
#include "core/venv.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/change.h"
#include "system/tree.h"

#include "core/banned.h"

static const struct act act = { "move", "mv", false };

/** One move. */
struct move {
	/** the environment: its real path, open and locked, and what it is */
	const char *old;
	int dir;
	struct file_info info;
	/** as it was when the copy of it began */
	struct tree_size size;
	/** what leads projects to it */
	struct pointers pointers;
	/** where it will be, a real path */
	const char *target;
	/** what the records say of it where it is */
	enum verdict verdict;
	/** FIFOs, sockets and devices, which do not come along */
	size_t left_out;
	/** files that were rewritten */
	size_t rewritten;
	/** places that name the path still, which were printed */
	size_t left;
};

/* ---- may it be moved ---------------------------------------------------- */

static int find_old(struct context *ctx, const char *name, struct move *m)
{
	int backup;

	m->old = subject_named(ctx, name, &act);
	if (!m->old)
		return -1;
	if (file_lstat(m->old, &m->info))
		return error_errno("cannot move '%s'", shown(m->old));
	if (subject_refused(ctx, m->old, &m->info, &act) || subject_tracked(m->old))
		return -1;
	backup = backup_exists(m->old);
	if (backup < 0)
		return -1;
	if (backup)
		return error("'%s' has a backup, which would not be its own "
			     "elsewhere; %s removes that",
			     shown(m->old), place_line(ctx, "avenv recreate --discard", m->old));
	if (pointers_find(ctx, m->old, &m->pointers))
		return -1;
	m->dir = stage_lock_seen(AT_FDCWD, m->old, m->old, &m->info);
	return m->dir < 0 ? -1 : subject_changed(m->dir, m->old);
}

/* ---- where to ----------------------------------------------------------- */

/* As mv(1) takes it: into a directory, or under a new name. */
static int find_target(const struct context *ctx, const char *arg, struct move *m)
{
	struct file_info info;
	const char *path;
	struct venv venv;

	if (place_check_empty(arg))
		return -1;
	path = place_from_here(ctx, arg);
	if (!path)
		return -1;
	if (!file_stat(path, &info) && S_ISDIR(info.mode)) {
		const char *real = place_real(path);

		if (!real)
			return error_errno("cannot find '%s'", shown(path));
		venv_read(real, &venv);
		if (venv_is_env(&venv))
			return error("'%s' is an environment already", shown(path));
		path = path_join(path, path_base(m->old));
	}
	path = path_trimmed(path);
	if (!file_lstat(path, &info))
		return error("'%s' is there already", shown(path));
	m->target = place_real(path);
	if (!m->target)
		return error_errno("cannot move '%s' into '%s'", shown(m->old),
				   shown(path_parent(path)));
	if (path_under(m->target, m->old))
		return error("'%s' lies in '%s' itself", shown(m->target), shown(m->old));
	return place_check_name(m->target);
}

/* ---- the copy ----------------------------------------------------------- */

static int copy_all(struct move *m, const struct stage *stage)
{
	/* What a run that was killed left in it. */
	stage_sweep(m->old);
	if (!tree_measure(m->dir, ".", &m->size) &&
	    !copy_tree(m->dir, ".", stage->dir, ".", true, &m->left_out))
		return 0;
	if (!stage_interrupted())
		error_errno("cannot copy '%s'", shown(tree_fault(m->old)));
	return -1;
}

static void print_left(struct move *m, const struct relocation *r)
{
	for (size_t i = 0; i < r->left_count; i++) {
		const struct leftover *l = &r->left[i];
		const char *file = path_join(m->target, l->file);

		if (l->line)
			printf("%s:%u: %s\n", shown(file), l->line, shown(l->text));
		else
			printf("%s: binary\n", shown(file));
	}
	m->left += r->left_count + r->left_more;
}

/* Where it lies, and where it lay before somebody moved or copied it by hand. */
static int rewrite(struct move *m, const struct stage *stage)
{
	const char *from[] = { m->old, NULL, NULL }, *baked;
	struct relocation r = { .dir = stage->dir,
				/* The stage's own name tells nobody anything. */
				.path = m->old,
				.from = from,
				.to = m->target,
				.lay = m->old };

	unseen_begin();
	baked = relocate_baked(m->dir, m->old);
	if (unseen_text())
		return error("%s", unseen_text());
	if (baked && !streq(baked, m->old) && !streq(baked, m->target))
		from[1] = baked;
	if (relocate(&r))
		return -1;
	m->rewritten += r.rewritten;
	print_left(m, &r);
	return 0;
}

static int build(struct context *ctx, struct move *m)
{
	struct stage_want want = { .target = m->target, .shell_dir = ctx->shell_dir };
	struct stage stage;

	if (stage_open(&want, &stage))
		return -1;
	stage.mode = m->info.mode & 07777;
	if (stage.way != STAGE_NEW)
		error("'%s' is there already", shown(m->target));
	else if (!copy_all(m, &stage) && !rewrite(m, &stage) && !stage_interrupted())
		return stage_commit(&stage);
	if (stage_interrupted())
		error("interrupted: nothing was moved");
	stage_drop(&stage);
	return -1;
}

/* ---- what leads to it --------------------------------------------------- */

/*
 * The user's word goes with it, and what leads to it is his. Returns 0; 1, having said so,
 * where the new one is not to be on; or -1.
 */
static int record_move(struct context *ctx, const struct move *m)
{
	const char *project = path_parent(m->target);
	enum made made;

	if (m->verdict != VERDICT_ALLOWED)
		return 0;
	made = made_record(ctx, m->target);
	if (!streq(project, path_parent(m->old)) && made == MADE_ON)
		allow_tell_from_now(m->target, project);
	return made == MADE_FAILED ? -1 : made == MADE_NOT;
}

/* Of the old one nothing is said any more; what led to it leads to the new one. */
static int forget_old(struct context *ctx, const struct move *m)
{
	struct trust *trust = &ctx->trust;
	struct change change = { 0 };

	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		struct record r = trust->records[i];

		if (r.tree)
			continue;
		if (path_under(r.path, m->old))
			change_drop(&change, &trust->records[i]);
		if (r.target && streq(r.target, m->old)) {
			r.target = m->target;
			change_add(&change, trust, &r);
		}
	}
	return change_commit(&change, trust, "");
}

static void tell(const struct move *m)
{
	note("moved '%s' to '%s'; %s rewritten", shown(m->old), shown(m->target),
	     counted(m->rewritten, "file was", "files were"));
	if (m->left_out)
		note("not moved, and gone: %s",
		     counted(m->left_out, "FIFO, socket or device", "FIFOs, sockets or devices"));
	if (m->left)
		note("'%s' is still named in %s", shown(m->old),
		     counted(m->left, "place", "places"));
}

/* What others put there meanwhile is not ours to remove. */
static int discard_old(const struct move *m)
{
	const struct stage_seen seen = { .info = m->info, .size = &m->size };

	close(m->dir);
	return stage_discard(m->old, &seen);
}

/* It stands at its new place. */
static int finish(struct context *ctx, struct move *m)
{
	int ret, made;

	tell(m);
	ret = pointers_lead(&m->pointers, m->target);
	made = record_move(ctx, m);
	/* What could not be changed still speaks of it. */
	if (ret || made < 0)
		return error("'%s' stays where it was as well; remove it once "
			     "nothing leads there any more",
			     shown(m->old));
	ret = discard_old(m);
	if (ret >= 0 && forget_old(ctx, m))
		ret = -1;
	return ret ? ret : -made;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct move m = { 0 };
	int ret;

	if (argc != 2)
		return command_usage(&cmd_move, "name an environment and where it goes");
	if (find_old(ctx, argv[0], &m) || find_target(ctx, argv[1], &m) ||
	    made_verdict(ctx, m.old, &m.verdict))
		return EXIT_FAILED;
	/* At its new place it would not be. */
	if (m.verdict == VERDICT_DENIED) {
		error("'%s' is denied; %s first takes that back", shown(m.old),
		      paste_command("avenv forget", m.old));
		return EXIT_FAILED;
	}
	ret = build(ctx, &m);
	if (!ret)
		ret = finish(ctx, &m);
	stage_end();
	return ret ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_move = {
	.name = "move",
	.alias = "mv",
	.args = "ENV DIR",
	.summary = "Move an environment, with every path that is baked into it",
	.example = "avenv move .venv ~/.virtualenvs/web",
	.writes = true,
	.run = run,
};
