/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/known.h"

#include <stdlib.h>

#include "core/find.h"
#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "known/suggest.h"
#include "print/msg.h"

#include "core/banned.h"

enum {
	/** of several with one name */
	SHOWN_MAX = 8,
};

const char *state_word(const struct found *found)
{
	static const char *const words[] = {
		[FIND_NONE] = "none",
		[FIND_ENV] = "ok",
		[FIND_UNTRUSTED] = "not allowed",
		[FIND_CHANGED] = "changed",
		[FIND_DENIED] = "denied",
		[FIND_REFUSED] = "refused",
		[FIND_FOREIGN] = "refused",
		[FIND_BROKEN] = "broken",
		[FIND_AMBIGUOUS] = "several",
	};

	if (found->outcome == FIND_UNTRUSTED && found->judgement.verdict == VERDICT_NEW)
		return "new";
	if (found->outcome == FIND_ENV && found->venv.health == PYTHON_UPGRADED)
		return "upgraded";
	return words[found->outcome];
}

/* A store's environment is the user's own doing, as what a tree covers is the user's word. */
static bool judge(struct context *ctx, struct env *env)
{
	struct found *found = env->found = mem_array(1, sizeof(*found));
	struct judgement by;

	find_recorded(&ctx->trust, env->path, found);
	env->state = state_word(found);
	by = found->judgement;
	if (found->outcome == FIND_UNTRUSTED && (!env->project || by.verdict == VERDICT_NEW)) {
		find_named(&ctx->trust, env->path, found);
		if (found->outcome != FIND_ENV || found->problem || !by.by)
			env->state = state_word(found);
	}
	env->problem =
		found->outcome == FIND_REFUSED ? refusal_words[found->refusal] : found->problem;
	if (!found->venv.path || found->venv.health == NO_CFG)
		return false;
	return found->outcome == FIND_FOREIGN ? env->active : venv_is_env(&found->venv) || by.by;
}

void known_judge(struct context *ctx, struct known *known)
{
	size_t kept = 0;

	for (size_t i = 0; i < known->count; i++)
		if (judge(ctx, &known->list[i]))
			known->list[kept++] = known->list[i];
	known->count = kept;
}

static bool matches(const struct env *env, const char *name, bool start)
{
	return start ? starts_with(env->name, name) : streq(env->name, name);
}

size_t known_match(const struct known *known, const char *name, bool start,
		   const struct env **first)
{
	size_t n = 0;

	for (size_t i = 0; i < known->count && *name && !venv_name_is_generic(name); i++)
		if (matches(&known->list[i], name, start) && !n++)
			*first = &known->list[i];
	return n;
}

void known_complain(const struct known *known, const char *name)
{
	const struct env *env = NULL;
	size_t exact = known_match(known, name, false, &env);
	size_t count = exact ? exact : known_match(known, name, true, &env);
	struct suggestion near = { .typed = name };
	struct buf b = BUF_INIT;

	for (size_t i = 0, n = 0; count && n < SHOWN_MAX && i < known->count; i++) {
		const struct env *each = &known->list[i];

		if (!matches(each, name, !exact))
			continue;
		buf_puts(&b, n++ ? ", " : "");
		hint_quote(&b, each->ambiguous ? each->path : each->name);
	}
	if (count) {
		error("'%s' could be %s%s; name one of them", shown(name), b.data,
		      count > SHOWN_MAX ? ", …" : "");
		return;
	}
	for (size_t i = 0; i < known->count; i++)
		suggest_offer(&near, known->list[i].name);
	error("no environment '%s'%s", shown(name),
	      suggest_text(&near, "; 'avenv list' shows those that are known"));
}

void known_tell_cut_short(const struct known *known)
{
	if (known->cut_short)
		note("the allowed trees are too large: not all of them were searched");
}

const char *env_word(const struct env *env)
{
	struct file_info info;
	/* Another of that name is in the working directory, or it looks like an option. */
	bool hidden = env->name[0] == '-' ||
		      (venv_exists(env->name) > 0 && !file_stat(env->name, &info) &&
		       !file_same(&info, &env->info));

	return env->ambiguous || hidden ? env->path : env->name;
}

const char *env_where(const struct env *env)
{
	if (env->ambiguous)
		return env->path;
	return env->project ? env->project : env->source;
}
