/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stays on record after `deny`, `forget` or `remove`, where it might be thought gone. */
#include "cli/allow.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"

#include "core/banned.h"

void allow_tell_denied(const char *path)
{
	note("'%s' is still denied; %s takes that back", shown(path),
	     paste_command("avenv forget", path));
}

static void tell_allowed(const char *path, const char *why)
{
	note("'%s'%s is still allowed; %s takes that back", shown(path), why,
	     paste_command("avenv forget", path));
}

/* The record of PATH itself says so, and of what is there now. */
static bool is_allowed_itself(struct trust *trust, const char *path)
{
	struct judgement j = { 0 };
	struct chain chain;

	if (!chain_of(path, &chain))
		j = trust_dir(trust, &chain);
	return j.verdict == VERDICT_ALLOWED && streq(j.by->path, path);
}

const char *allow_left(struct trust *trial, const char *project)
{
	for (size_t i = 0; i < trial->count; i++) {
		const char *path = trial->records[i].path;

		if (!trial->records[i].deny && path_under(path, project) && !streq(path, project) &&
		    is_allowed_itself(trial, path))
			return path;
	}
	return NULL;
}

/* A project of its own is not of PROJECT; what had led to ENV may lead elsewhere by now. */
static bool is_alone(struct trust *trust, const char *env, const char *project)
{
	struct chain chain;

	return path_under(env, project) && is_allowed_itself(trust, env) &&
	       !chain_of(path_parent(env), &chain) &&
	       trust_dir(trust, &chain).verdict != VERDICT_ALLOWED;
}

void allow_tell_left(struct trust *trial, const char *project, const char *led)
{
	const char *first = NULL, *second = NULL;

	/* It was recorded with the project, and is on where it lies. */
	if (led && !path_under(led, project) && is_allowed_itself(trial, led))
		tell_allowed(led, ", to which it led,");
	for (size_t i = 0; i < trial->count && !second; i++) {
		const char *path = trial->records[i].path;

		if (trial->records[i].env && is_alone(trial, path, project))
			*(first ? &second : &first) = path;
	}
	if (second)
		note("'%s' and others in '%s' are still allowed; 'avenv allow "
		     "--list' shows them",
		     shown(first), shown(project));
	else if (first)
		tell_allowed(first, "");
}
