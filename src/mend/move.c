/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/move.h"

#include <errno.h>
#include <fcntl.h>

#include "build/stage_dir.h"
#include "context/calling_shell.h"
#include "core/path.h"
#include "lookup/known.h"
#include "lookup/target.h"
#include "mend/remove_check.h"
#include "mend/repoint.h"
#include "plan/search.h"
#include "plan/words.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"
#include "records/change.h"
#include "system/file_at.h"
#include "system/platform.h"

/* ---- checks ------------------------------------------------------------------ */

/* Set M->paths. */
static int look_at_edits(struct move *m)
{
	const char *advice;

	if (relocations_init(&m->paths, m->dir, m->old, m->target))
		return -1;
	advice = joined(paste_quoted(paste_env("avenv recreate", m->old.path)),
			" rebuilds it where it is");
	for (size_t i = 0; i < m->paths.count; i++)
		if (path_check_plain(m->paths.list[i].from, advice))
			return -1;
	if (path_check_plain(m->target, advice))
		return -1;
	return relocations_look(&m->paths) || relocations_check(&m->paths) ? -1 : 0;
}

/* Check that the environment may be moved, and lock it. Returns 0, or -1 after printing why. */
static int open_env(struct move *m)
{
	struct file_info info;

	if (remove_check(m->ctx, m->old, &info) || remove_check_tracked(m->ctx, m->old))
		return -1;
	m->dir = stage_dir_lock(AT_FDCWD, m->old.path, m->old.path, &info);
	return m->dir < 0 ? -1 : 0;
}

/* Check that a record allows the environment. Set M->allowed, M->slot and M->shared. */
static int look_at_record(struct move *m)
{
	struct verdict found;

	if (target_prepare_write(m->ctx, m->old, "moved", &m->allowed))
		return -1;
	find_at(&m->ctx->trust, m->old.path, false, &found);
	m->slot = verdict_was_moved(&found) ? found.record->path : m->old.path;
	m->shared = verdict_shared(&found);
	return 0;
}

int move_check(struct move *m)
{
	return open_env(m) || look_at_record(m) || look_at_edits(m) ? -1 : 0;
}

/* ---- the move ------------------------------------------------------------------ */

static int refuse_rename(const struct move *m)
{
	const char *old = m->old.path, *new = m->target, *and, *to;

	if (errno != EXDEV)
		return error_errno("cannot move '%s' to '%s'", shown(old), shown(new));
	and = paste_shell()->and_then;
	to = paste_word(new);
	return error("'%s' is on another file system than '%s'; %s copies it", shown(old),
		     shown(new),
		     paste_quoted(formatted("cp -a %s %s%savenv allow %s%savenv repair %s",
					    paste_word(old), to, and, to, and, to)));
}

static int rename_env(const struct move *m)
{
	if (!files_is_open_as(AT_FDCWD, m->old.path, m->dir))
		return stage_dir_replaced(m->old.path);
	if (platform_rename_new(AT_FDCWD, m->old.path, AT_FDCWD, m->target))
		return refuse_rename(m);
	/* If it is another one, that may have come to either path: it stays where it is. */
	return stage_dir_is_at(m->target, m->dir);
}

static int write_paths(struct move *m)
{
	relocations_set_path(&m->paths, m->target);
	if (!relocations_write(&m->paths)) {
		relocations_tell_others(&m->paths);
		return 0;
	}
	return error("'%s' is at '%s' now, but files in it name its old path; %s changes that",
		     shown(m->old.path), shown(m->target),
		     paste_quoted(paste_env("avenv repair", m->target)));
}

/* Drop the record of the old path: it must not allow an environment that is made there later. */
static int forget_old(const struct move *m)
{
	struct trust *trust = &m->ctx->trust;
	struct change change = { 0 };
	const struct record *r;

	if (records_load(trust))
		return -1;
	r = trust_named(trust, real_path_kept(path_parent(m->slot)), path_base(m->slot));
	if (r && !r->deny)
		change_drop(&change, r);
	return change_commit(&change, trust);
}

/* The options that the record of the new path gets from the old one. */
static unsigned options_kept(const struct move *m)
{
	struct verdict found;

	find_at(&m->ctx->trust, m->target, false, &found);
	verdict_ask_owners(&found);
	return owners_accepted(m->shared, found.owners.who) ? BY_SHARED : 0;
}

/*
 * Print the command that turns the environment on again, if the user has turned it on and the shell
 * is not in the project that has it now: for the prompt it is deleted.
 */
static void note_off(const struct move *m)
{
	struct calling_shell s;
	const char *active;

	calling_shell_read(m->ctx, EVENT_PROMPT, &s);
	active = s.look.virtual_env;
	if (!s.hook || !is_set(active) || !streq(active, m->old.path) ||
	    (s.look.avenv_env && streq(s.look.avenv_env, active)) ||
	    (verdict_is_usable(&s.plan.found) && streq(s.plan.found.venv.path, m->target)))
		return;
	note("'%s' was on in this shell; %s turns it on again", shown(active),
	     paste_command("avenv activate", m->target));
}

int move(struct move *m)
{
	enum recorded recorded = RECORDED_BEHIND;
	const char *project = path_parent(m->target);

	if (rename_env(m))
		return -1;
	note("moved '%s' to '%s'", shown(m->old.path), shown(m->target));
	/* Record first: if this process is killed then, 'avenv repair' alone does the rest. */
	if (m->allowed)
		recorded = record_env(m->ctx, m->target, m->dir, options_kept(m));
	if (write_paths(m) || forget_old(m))
		return -1;
	note_pointers(&m->ctx->trust, m->old, m->target);
	/* In a tool's store the environment is of another project than the directory around it. */
	if (recorded == RECORDED_ON && !streq(project, path_parent(m->old.path)) &&
	    !known_tool(real_path_kept(m->target)))
		note("'%s' is on whenever you are in '%s'", shown(path_base(m->target)),
		     shown(project));
	note_off(m);
	return recorded >= RECORDED_NOT ? -1 : 0;
}
