/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/repair.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>

#include "cli/finding.h"
#include "cli/unseen.h"
#include "core/find.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/guard.h"
#include "system/files.h"

#include "core/banned.h"

const char *repair_path(const struct repair_look *l, const char *file)
{
	return path_join(l->repair->venv.path, file);
}

/* "avenv VERB ENV", to be typed. */
static const char *command(const struct repair_look *l, const char *verb)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, "avenv ", verb, " ", l->word);
	return b.data;
}

void repair_mendable(struct repair_look *l, const char *id, const char *subject, const char *text)
{
	findings_add(&l->repair->mendable, id, subject, text)->mend = command(l, "repair");
}

void repair_beyond(struct repair_look *l, const char *id, const char *subject, const char *text)
{
	findings_add(&l->repair->beyond, id, subject, text)->mend =
		command(l, l->renewal ? l->renewal : "recreate");
}

void repair_reported(struct repair_look *l, const char *id, const char *subject, const char *text)
{
	findings_add(&l->repair->reported, id, subject, text);
}

static int check(const struct venv *venv)
{
	if (!venv_is_env(venv))
		return error("'%s' is not an environment: %s", shown(venv->path),
			     venv_problem(venv));
	if (streq(venv->bin, "Scripts"))
		return error("'%s' is an environment for Windows, which cannot "
			     "be looked over from here",
			     shown(venv->path));
	return 0;
}

int repair_read(const struct repair_look *l, const char *file, size_t max, struct text *text)
{
	if (!rewrites_read(&l->repair->plan, file, max, text))
		return 0;
	unseen(repair_path(l, file));
	return -1;
}

int repair_stat(const struct repair_look *l, const char *file, int flags, struct stat *st)
{
	if (!fstatat(l->repair->dir, file, st, flags))
		return 0;
	unseen(repair_path(l, file));
	return -1;
}

/* Through a link, which may lead anywhere, no bin is looked into. */
static const char *bin_text(const struct repair_look *l)
{
	const char *bin = repair_path(l, "bin");
	struct file_info info;
	char real[PATH_MAX];

	if (file_lstat(bin, &info))
		return finding_text("'%s' is gone, with all programs of what "
				    "is installed",
				    shown(bin));
	if (S_ISLNK(info.mode) && realpath(bin, real) && !file_stat(real, &info) &&
	    S_ISDIR(info.mode))
		return finding_text("'%s' is a link to '%s', not a directory, "
				    "so it is not turned on",
				    shown(bin), shown(real));
	return finding_text("'%s' is not a directory: no programs of what is "
			    "installed are there",
			    shown(bin));
}

static bool lost_bin(struct repair_look *l)
{
	if (l->repair->venv.health != NO_BIN)
		return false;
	repair_beyond(l, "bin-gone", repair_path(l, "bin"), bin_text(l));
	return true;
}

static int look_at_all(struct repair_look *l)
{
	l->by_venv = !l->repair->venv.cfg.maker;
	repair_find_old(l);
	repair_find_base(l);
	repair_begin_modules(l);
	if (repair_paths(l))
		return -1;
	repair_modes(l);
	repair_bin(l);
	if (repair_layout(l))
		return -1;
	repair_cfg(l);
	repair_modules(l);
	repair_sources(l);
	return 0;
}

int repair_look(struct context *ctx, const struct venv *venv, struct repair *repair)
{
	struct repair_look l = { .ctx = ctx, .repair = repair };

	*repair = (struct repair){ .dir = -1, .venv = *venv };
	if (check(venv))
		return -1;
	repair->dir = files_open_dir(AT_FDCWD, venv->path);
	if (repair->dir < 0)
		return error_errno("cannot open '%s'", shown(venv->path));
	repair->plan.dir = repair->dir;
	repair->plan.path = venv->path;
	l.word = paste_word(venv->path);
	if (lost_bin(&l))
		return 0;
	unseen_begin();
	errno = venv->error;
	if (venv->health == BIN_UNSEEN)
		unseen(repair_path(&l, "bin"));
	if (look_at_all(&l))
		return -1;
	repair->unseen = unseen_text();
	return 0;
}

int repair_refused(struct context *ctx, const struct venv *venv)
{
	struct buf why = BUF_INIT;
	struct opening opening;
	struct chain chain;
	struct found found;

	if (chain_of(venv->path, &chain))
		return error_errno("cannot find '%s'", shown(venv->path));
	find_recorded(&ctx->trust, venv->path, &found);
	if (found.judgement.verdict != VERDICT_ALLOWED)
		found.judgement.by = NULL;
	if (!opening_first(&ctx->user, &chain, &found.judgement, &opening))
		return 0;
	opening_text(&why, &opening);
	return error("'%s' is not repaired: %s%s", shown(venv->path), why.data,
		     opening_mend(&opening, venv->path));
}

int repair_apply(struct repair *repair)
{
	return rewrites_write(&repair->plan);
}
