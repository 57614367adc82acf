/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/target.h"

#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "lookup/damaged.h"
#include "lookup/known.h"
#include "lookup/learn.h"
#include "lookup/why_off.h"
#include "plan/search.h"
#include "plan/words.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"

/* ---- projects ------------------------------------------------------------------ */

const char *target_path(const struct context *ctx, const char *word)
{
	const char *path, *base, *real;

	if (!*word || (*word != '/' && !ctx->pwd)) {
		error("%s",
		      *word ? pwd_lost : "the name of an environment or a directory is empty");
		return NULL;
	}
	path = path_trimmed(path_join(ctx->pwd ? ctx->pwd : "/", word));
	base = path_base(path);
	/* The last component is not a name: resolve the whole path. */
	if (streq(base, ".") || streq(base, "..") || streq(base, "/")) {
		real = real_path_of(path).path;
		return real ? real : path_clean(path);
	}
	real = real_path_of(path_parent(path)).path;
	return real ? path_join(real, base) : path_clean(path);
}

static void set_slot(struct candidates *named, struct real_path project, const char *name)
{
	struct candidate c;

	(void)candidate_named(project.path, name, &c);
	*named = (struct candidates){ .project = project };
	LIST_ADD(named, c);
}

static int target_of_pwd(struct context *ctx, struct candidates *named)
{
	struct verdict found;

	if (!ctx->physical.path)
		return error("%s", pwd_lost);
	find_pwd(ctx, &found);
	if (found.candidate.project)
		named->project = real_path_of(found.candidate.project);
	if (!named->project.path)
		named->project = ctx->physical;
	if (found.venv.path && path_under(ctx->physical.path, found.venv.path))
		set_slot(named, named->project, found.candidate.name);
	return 0;
}

int target_project_or_slot(struct context *ctx, const char *word, struct candidates *named)
{
	struct candidate c;
	struct file_info info;
	const char *path;
	int exists;

	*named = (struct candidates){ 0 };
	if (!word)
		return target_of_pwd(ctx, named);
	path = target_path(ctx, word);
	if (!path)
		return -1;
	/*
	 * A link or file with a configured name is a slot, and its record has the allowed target.
	 */
	if (settings_name_is_fixed(&ctx->settings, path_base(path)) &&
	    candidate_named(path_parent(path), path_base(path), &c) && c.pointer) {
		set_slot(named, real_path_kept(c.project), c.name);
		return 0;
	}
	named->project = real_path_of(path);
	if (!named->project.path || file_stat(named->project.path, &info))
		return error_errno("cannot find '%s'", shown(word));
	if (!S_ISDIR(info.mode))
		return error("'%s' is not a directory", shown(word));
	exists = venv_exists(named->project.path);
	if (exists < 0)
		return error_errno("cannot look at '%s'", shown(word));
	if (exists)
		set_slot(named, real_path_parent(named->project), path_base(named->project.path));
	return 0;
}

struct real_path target_real(const struct candidates *named)
{
	return named->count ? real_path_entry(named->project, named->list->name) : named->project;
}

/* ---- environments ---------------------------------------------------------------- */

/* Find this directory's environment, else the active one if it still exists. */
static void find_pwd_or_active(struct context *ctx, struct verdict *found)
{
	const char *active = settings_path("VIRTUAL_ENV");

	find_pwd(ctx, found);
	if (!found->candidate.path && active && venv_exists(active) > 0)
		find_at(&ctx->trust, active, true, found);
}

/*
 * PATH is .venv: a redirect, or, as it LEADS_TO_FILE, a link to a file, which may be one. C is set
 * to the candidate there.
 */
static bool may_redirect(const char *path, bool leads_to_file, struct candidate *c)
{
	return candidate_named(path_parent(path), path_base(path), c) && streq(c->name, ".venv") &&
	       (c->pointer == POINTER_REDIRECT || leads_to_file);
}

/*
 * FOUND is named by ENV, a word without a slash or the directory of its project. Returns 0 if it is
 * allowed or no environment, or -1 after printing that only its path names it. One that is covered
 * is recorded for use.
 */
static int check_entry(struct context *ctx, const char *env, enum purpose purpose,
		       struct verdict *found)
{
	const unsigned unallowed = BAR_DENIED | BAR_DENIED_ITSELF | BAR_GIT | BAR_CHANGED |
				   BAR_UNRECORDED | BAR_COVERED;

	if (purpose == TO_USE)
		learn_covered(ctx, found);
	if (!(verdict_left(found) & unallowed) || (verdict_left(found) & BAR_NO_ENV))
		return 0;
	if (found->env.path && env_is_allowed(&ctx->trust, chain_path(&found->env)))
		return 0;
	/* A denial, a pointer and the records have commands of their own. */
	if (word_denies(found->word) || !found->env.path || ctx->trust.closed)
		return reason_error(ctx, found);
	return known_refuse(ctx, env, found->candidate.path);
}

/* Find the environment that the word ENV names. FOUND is zero; see target_find(). */
static int find_named(struct context *ctx, const char *env, enum purpose purpose,
		      struct verdict *found)
{
	bool is_entry;
	const char *known = known_path(ctx, env, &is_entry);
	const char *path = known ? target_path(ctx, known) : NULL;
	struct file_info info = { 0 };
	struct real_path real;
	struct candidate c;
	bool is_file, is_project;

	if (!path)
		return -1;
	real = real_path_of(path);
	is_file = real.path && !file_stat(real.path, &info) && !S_ISDIR(info.mode);
	if (may_redirect(path, is_file, &c)) {
		verdict_look(&ctx->trust, &c, 0, found);
		return 0;
	}
	if (is_file)
		return error("'%s' is not a directory", shown(path));
	if (S_ISDIR(info.mode) && venv_exists(real.path) == 0)
		find_in(&ctx->trust, real.path, found);
	is_project = found->candidate.path;
	if (!is_project && is_entry)
		find_at(&ctx->trust, path, false, found);
	/* The path of a project is not that of the environment in it. */
	if (purpose != TO_CHANGE && (is_entry || (is_project && purpose != TO_READ)) &&
	    check_entry(ctx, env, purpose, found))
		return -1;
	/* A project's name stands for the environment in it, but not for a pointer's target. */
	if (is_project && (found->candidate.pointer || !verdict_is_unallowed(found)))
		return 0;
	/* If there is none at PATH, FOUND has the reason. */
	find_at(&ctx->trust, is_project ? found->candidate.path : path, true, found);
	return 0;
}

int target_find(struct context *ctx, const char *env, enum purpose purpose, struct verdict *found)
{
	*found = (struct verdict){ 0 };
	if (!env)
		find_pwd_or_active(ctx, found);
	else if (find_named(ctx, env, purpose, found))
		return -1;
	if (purpose == TO_NAME || purpose == TO_CHANGE)
		return 0;
	if (purpose == TO_USE) {
		learn_covered(ctx, found);
		return verdict_is_usable(found) ? 0 : reason_error(ctx, found);
	}
	if (!found->venv.path || found->venv.health == NO_CFG ||
	    (!env && verdict_bar(found) == BAR_OTHER_USER))
		return reason_error(ctx, found);
	/* The search checks the Python of an allowed one, and sets `health` by that. */
	venv_read(found->env.path, &found->venv);
	return 0;
}

int target_look_to_write(struct context *ctx, struct real_path path, struct verdict *found)
{
	find_at(&ctx->trust, path.path, false, found);
	if (!found->env.path)
		return reason_error(ctx, found);
	/* A broken one may be written to, but the search has not asked who else can do so. */
	found->accepted |= BAR_BROKEN;
	verdict_ask_owners(found);
	return verdict_bar(found) & BARS_AGAINST_WRITING ? reason_error(ctx, found) : 0;
}

int target_prepare_write(struct context *ctx, struct real_path path, const char *done,
			 bool *recorded)
{
	struct verdict found;
	struct change change = { 0 };
	struct reason r;
	bool moved;

	if (target_look_to_write(ctx, path, &found))
		return -1;
	moved = verdict_was_moved(&found);
	if (recorded)
		*recorded = moved || found.word == WORD_ALLOWED;
	/* Its record is to go along: what `allow` refuses is refused now. */
	if (recorded && moved &&
	    slot_allow(&ctx->trust, &found.candidate, BY_MADE | BAR_NO_ENV, &change))
		return -1;
	if (env_is_allowed(&ctx->trust, path))
		return 0;
	if (found.venv.health == NO_CFG) {
		r = damaged_way(&ctx->trust, &found.venv);
		r.why = formatted("'%s' has no pyvenv.cfg, and is not allowed, so it is not %s",
				  shown(path.path), done);
		return error("%s", reason_line(r));
	}
	verdict_ask_git(&found);
	return error("'%s' is not allowed, so it is not %s; first %s", shown(path.path), done,
		     paste_for_quoted(allow_command(verdict_left(&found)), path.path));
}
