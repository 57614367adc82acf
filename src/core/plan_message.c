/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a shell is told, and what is recorded for it. */
#include "core/plan.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/search.h"

#include "core/banned.h"

enum {
	/** what a hint is of, beside the outcomes */
	TOLD_ADOPTED = 100,
	TOLD_SEEN,
};

/* Hint KIND about PATH, as state.told has it. */
static const char *told_key(unsigned kind, const char *about)
{
	struct buf key = BUF_INIT;

	buf_putc(&key, '\n');
	buf_putu(&key, kind);
	buf_putl(&key, about, "\n");
	return key.data;
}

/* Returns false where KEY was told; at a prompt it counts as told from now on. */
static bool is_news(const struct look *look, struct plan *plan, const char *key)
{
	struct buf told = BUF_INIT;

	if (strstr(plan->state.told, key))
		return false;
	if (look_is_prompt(look)) {
		buf_putl(&told, plan->state.told, key);
		plan->state.told = told.data;
	}
	return true;
}

/* The environment was turned on by hand, and goes off when the shell leaves. */
static void tell_adopted(const struct look *look, struct plan *plan)
{
	const struct found *found = &plan->found;
	const char *name = hint_env_name(found);
	struct buf b = BUF_INIT;

	buf_putl(&b, hint_quoted(name), " goes off when you leave; 'avenv activate ", name,
		 "' keeps it on");
	/* Learning has just said it. */
	if (is_news(look, plan, told_key(TOLD_ADOPTED, found->project_real)) &&
	    look->event != EVENT_LEARNT)
		plan->message = b.data;
}

static void tell_not_found(const struct look *look, const struct trust *trust, bool quiet,
			   struct plan *plan)
{
	const struct found *found = &plan->found;
	const char *path = found->candidate.path, *key;
	bool is_fault = found->outcome == FIND_BROKEN || found->outcome == FIND_REFUSED;
	struct buf b = BUF_INIT;

	if (!trust->closed && path && (!quiet || is_fault))
		hint_text(&b, found, plan->start, NULL);
	if (b.len) {
		key = told_key(found->outcome, path);
	} else if (trust->fault) {
		hint_records(&b, trust);
		key = told_key(FIND_NONE, b.data);
	} else {
		return;
	}
	if (is_news(look, plan, key))
		plan->message = b.data;
}

static void tell(const struct look *look, const struct trust *trust, struct plan *plan)
{
	bool quiet = trust->settings->quiet || look->quiet;

	if (plan->situation.off || plan->seen)
		return;
	if (plan->situation.active != ACTIVE_BY_HAND)
		tell_not_found(look, trust, quiet, plan);
	else if (plan->action == DO_ADOPT && !look->first && !quiet &&
		 look->event != EVENT_ACTIVATE)
		tell_adopted(look, plan);
}

/* The path in a link or a redirect, as text: without a record it is not followed. */
static const char *pointer_target(const struct candidate *c)
{
	struct text text = { 0 };
	const char *line;
	ssize_t len;

	if (c->pointer == POINTER_LINK) {
		text.data = mem_array(PATH_MAX, 1);
		len = readlink(c->path, text.data, PATH_MAX - 1);
		line = len > 0 ? text.data : NULL;
	} else {
		line = file_slurp(c->path, FILE_MAX, &text) ?
			       NULL :
			       pointer_redirect_line(text.data, text.len);
	}
	return line ? path_clean(path_join(c->project, line)) : NULL;
}

/* The user's word is wanted for ENV: it is what this directory would give. */
static bool is_asked_for(const struct found *found, const char *env)
{
	const char *path = found->venv.path;
	struct file_info a, b;

	/* What is in a tool's store is the tool's to choose. */
	if ((found->outcome != FIND_UNTRUSTED && found->outcome != FIND_CHANGED) ||
	    found->candidate.tool)
		return false;
	/* By the text alone: nothing is followed without a record. */
	if (found->candidate.pointer)
		return (path = pointer_target(&found->candidate)) && streq(path, env);
	return path && (streq(path, env) ||
			(!file_lstat(path, &a) && !file_lstat(env, &b) && file_same(&a, &b)));
}

/*
 * A stock activate that the user has sourced since the last prompt has run that environment's
 * code already: that is the user's word for it. A parent's variable is exported.
 */
static void learn(const struct look *look, const struct settings *settings, struct plan *plan)
{
	const char *env = look->virtual_env, *first = look->path;

	if (look->first || plan->situation.off || !settings->learn || !is_set(look->old_path) ||
	    !plan_is_users(plan) || streq(look->state.sourced, env))
		return;
	first = settings_element(&first);
	if (env[0] == '/' && first && streq(first, path_join(env, "bin")) &&
	    is_asked_for(&plan->found, env))
		plan->learn = env;
}

void plan_message(const struct look *look, const struct trust *trust, struct plan *plan)
{
	const struct found *found = &plan->found;

	/* An environment in an allowed tree is recorded once a shell. */
	if (found->outcome == FIND_UNTRUSTED && found->judgement.verdict == VERDICT_NEW &&
	    !plan->situation.off && is_news(look, plan, told_key(TOLD_SEEN, found->venv.path)))
		plan->seen = found->venv.path;
	tell(look, trust, plan);
	learn(look, trust->settings, plan);
}
