/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a shell is told, and what is recorded for it. */
#include "core/plan.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/hash.h"
#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pointer.h"

#include "core/banned.h"

enum {
	/** a shell remembers this many hints */
	TOLD_MAX = 64,
	/** seeds of hash_text(), beside the outcomes */
	TOLD_ADOPTED = 100,
	TOLD_SEEN,
};

static void add_told(struct state *state, const char *key)
{
	struct buf told = BUF_INIT;

	buf_putl(&told, state->told, key);
	state->told = told.data;
	if (told.len > (size_t)HASH_LEN * TOLD_MAX)
		state->told += HASH_LEN;
}

static bool is_told(const char *told, const char *key)
{
	for (; strlen(told) >= HASH_LEN; told += HASH_LEN)
		if (!memcmp(told, key, HASH_LEN))
			return true;
	return false;
}

/* MESSAGE, unless it was given; at a prompt it is given now. */
static void tell(const struct look *look, struct plan *plan, const char *key, const char *message)
{
	if (is_told(plan->state.told, key))
		return;
	/* Learning has just said it. */
	if (look->event != EVENT_LEARNT || plan->action != DO_ADOPT)
		plan->message = message;
	if (look_is_prompt(look))
		add_told(&plan->state, key);
}

/* The environment was turned on by hand, and goes off when the shell leaves. */
static void tell_adopted(const struct look *look, struct plan *plan)
{
	const struct found *found = &plan->found;
	struct buf b = BUF_INIT, name = BUF_INIT;

	hint_quote(&name, hint_env_name(found));
	buf_putl(&b, name.data, " goes off when you leave; 'avenv activate ", hint_env_name(found),
		 "' keeps it on");
	tell(look, plan, hash_text(TOLD_ADOPTED, found->project_real), b.data);
}

static void tell_not_found(const struct look *look, const struct trust *trust, struct plan *plan)
{
	const struct found *found = &plan->found;
	bool quiet = trust->settings->quiet || look->quiet;
	const char *path = found->candidate.path;
	struct buf b = BUF_INIT, about = BUF_INIT;

	if (!trust->closed && found->outcome != FIND_NONE && (!quiet || hint_is_error(found)))
		hint_text(&b, found, plan->start, NULL);
	if (b.len) {
		tell(look, plan, hash_text((unsigned)found->outcome, path), b.data);
	} else if (trust->fault) {
		/* Once for each project that the fault keeps off. */
		hint_store(&b, trust);
		buf_putl(&about, trust->closed && path ? path : "", b.data);
		tell(look, plan, hash_text(FIND_NONE, about.data), b.data);
	}
}

void plan_message(const struct look *look, const struct trust *trust, struct plan *plan)
{
	bool quiet = trust->settings->quiet || look->quiet;

	if (plan->situation.off || plan->seen)
		return;
	if (plan->situation.active != ACTIVE_BY_HAND)
		tell_not_found(look, trust, plan);
	else if (plan->action == DO_ADOPT && !look->first && !quiet &&
		 look->event != EVENT_ACTIVATE)
		tell_adopted(look, plan);
}

/* The path in a link or a redirect, as text: without a record it is not followed. */
static const char *pointer_target(const struct candidate *c)
{
	const char *line = NULL;
	struct text text;

	if (c->pointer == POINTER_LINK) {
		char *target = mem_alloc(PATH_MAX);
		ssize_t len = readlink(c->path, target, PATH_MAX);

		if (len > 0 && len < PATH_MAX)
			line = mem_dup(target, (size_t)len);
	} else if (!file_slurp(c->path, FILE_MAX, &text)) {
		line = pointer_redirect_line(text.data, text.len);
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

/* PATH begins with ENV/bin, as after its activation. */
static bool leads_path(const char *path, const char *env)
{
	const char *bin = path_join(env, "bin");
	size_t len = strlen(bin);

	return path && starts_with(path, bin) && (path[len] == ':' || !path[len]);
}

/*
 * A stock activate that the user has sourced since the last prompt has run that environment's
 * code already: that is the user's word for it. A parent's variable is exported.
 */
void plan_learn(const struct look *look, const struct settings *settings, struct plan *plan)
{
	const char *env = look->virtual_env;

	if (look->first || plan->situation.off || !settings->learn || !is_set(look->old_path) ||
	    !plan_is_users(plan) || streq(look->state.sourced, env))
		return;
	if (env[0] == '/' && leads_path(look->path, env) && is_asked_for(&plan->found, env))
		plan->learn = env;
}

void plan_seen(const struct look *look, struct plan *plan)
{
	const struct found *found = &plan->found;
	const char *key;

	if (found->outcome != FIND_UNTRUSTED || found->judgement.verdict != VERDICT_NEW ||
	    plan->situation.off)
		return;
	key = hash_text(TOLD_SEEN, found->venv.path);
	if (is_told(plan->state.told, key))
		return;
	plan->seen = found->venv.path;
	if (look_is_prompt(look))
		add_told(&plan->state, key);
}
