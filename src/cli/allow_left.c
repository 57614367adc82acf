/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stays on record after `deny`, `forget` or `remove`, where it might be thought gone. */
#include "cli/allow.h"
#include "cli/here.h"
#include "cli/msg.h"
#include "core/path.h"

#include "core/banned.h"

void allow_tell_denied(const char *path)
{
	note("'%s' is still denied; \"avenv forget %s\" takes that back",
	     shown(path), here_word(path));
}

/* The record of ENV itself says so, and of what is there now. */
static bool is_allowed_itself(struct trust *trust, const char *env)
{
	struct judgement j = { 0 };
	struct chain chain;

	if (!chain_of(env, &chain))
		j = trust_env(trust, &chain, NULL, false);
	return j.verdict == VERDICT_ALLOWED && streq(j.by->path, env);
}

/* It lies in a project of its own, of which PROJECT does not speak. */
static bool is_of_another(const struct trust *trust, const char *env,
			  const char *project)
{
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (!r->deny && !r->env && path_under(env, r->path) &&
		    path_under(r->path, project) && !streq(r->path, project))
			return true;
	}
	return false;
}

/* What had led to one may lead elsewhere by now, and its record be forgotten. */
static void tell_below(struct trust *trial, const char *project)
{
	const char *first = NULL, *second = NULL;

	for (size_t i = 0; i < trial->count && !second; i++) {
		const char *path = trial->records[i].path;

		if (!trial->records[i].env || !path_under(path, project) ||
		    is_of_another(trial, path, project) ||
		    !is_allowed_itself(trial, path))
			continue;
		*(first ? &second : &first) = path;
	}
	if (second)
		note("'%s' and others in '%s' are still allowed; 'avenv allow "
		     "--list' shows them",
		     shown(first), shown(project));
	else if (first)
		note("'%s' is still allowed; \"avenv forget %s\" takes that "
		     "back",
		     shown(first), here_word(first));
}

void allow_tell_left(struct trust *trial, const char *project, const char *led)
{
	/* It was recorded with the project, and is on where it lies. */
	if (led && !path_under(led, project) && is_allowed_itself(trial, led))
		note("'%s', to which it led, is still allowed; \"avenv forget "
		     "%s\" takes that back",
		     shown(led), here_word(led));
	tell_below(trial, project);
}
