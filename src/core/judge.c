/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/judge.h"

#include <errno.h>
#include <fcntl.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/pointer.h"

#include "core/banned.h"

static void check(const struct search *search, const char *name, bool ok, const char *text)
{
	trace_add(search->trace, TRACE_CHECK, name, ok, text);
}

/* Turn a verdict into an outcome; FIND_ENV stands for "go on". */
static enum outcome by_verdict(const struct search *search, const struct judgement *j, uid_t owner)
{
	switch (j->verdict) {
	case VERDICT_ALLOWED:
		return FIND_ENV;
	case VERDICT_DENIED:
		return FIND_DENIED;
	case VERDICT_CHANGED:
		return FIND_CHANGED;
	case VERDICT_NEW:
	case VERDICT_NONE:
		break;
	}
	return user_or_root(&search->trust->user, owner) ? FIND_UNTRUSTED : FIND_FOREIGN;
}

static enum outcome broken(struct found *found, const char *problem)
{
	found->problem = problem;
	return FIND_BROKEN;
}

static enum outcome refused(struct found *found, enum refusal refusal, const char *path,
			    const struct file_info *info)
{
	found->refusal = refusal;
	found->refused_path = path;
	found->refused_uid = info->uid;
	found->refused_gid = info->gid;
	return FIND_REFUSED;
}

/* Owners and modes from CHAIN, a project or an environment, up to the root. */
static enum outcome check_chain(struct search *search, struct found *found,
				const struct chain *chain)
{
	struct accepted ok = trust_accepted(&found->judgement, chain, &search->trust->user);
	const struct step *at;
	enum refusal no;

	if (found->judgement.by && found->judgement.by->shared)
		return FIND_ENV;
	no = chain_refused(chain, &search->trust->user, &ok, &at);
	return no ? refused(found, no, mem_dup(chain->path, at->len), &at->info) : FIND_ENV;
}

/* Of one file or directory in what CHAIN leads to. */
static enum outcome check_one(struct search *search, struct found *found, const struct chain *chain,
			      const char *path, const struct file_info *info)
{
	struct accepted ok = trust_accepted(&found->judgement, chain, &search->trust->user);
	enum refusal no;

	if (found->judgement.by && found->judgement.by->shared)
		return FIND_ENV;
	no = path_refused(&search->trust->user, &ok, path, info, false);
	return no ? refused(found, no, path, info) : FIND_ENV;
}

/* Owners and modes, of the way to the environment and of what makes it one. */
static enum outcome check_owners(struct search *search, struct found *found,
				 const struct chain *env)
{
	const struct venv *venv = &found->venv;
	enum outcome outcome = check_chain(search, found, env);

	if (outcome == FIND_ENV)
		outcome = check_one(search, found, env, path_join(venv->path, "pyvenv.cfg"),
				    &venv->cfg_info);
	if (outcome == FIND_ENV)
		outcome = check_one(search, found, env, venv_bin(venv), &venv->bin_info);
	check(search, "owner, mode", outcome == FIND_ENV,
	      outcome == FIND_ENV ? env->path : found->refused_path);
	return outcome;
}

/* With a `.git` of its own it is a clone, which came with all that is in it. */
static bool is_clone(const struct found *found)
{
	const struct record *by = found->judgement.by;

	return !(by && by->tracked) && file_exists(AT_FDCWD, path_join(found->venv.path, ".git"));
}

/* What the records say of SLOT; of what its tool ties to this directory only a denial counts. */
static enum outcome ask(struct search *search, struct found *found, const struct slot *slot,
			uid_t owner)
{
	const struct candidate *c = &found->candidate;
	enum outcome outcome;

	found->judgement = trust_slot(search->trust, slot);
	if (c->tied && found->judgement.verdict != VERDICT_DENIED)
		found->judgement = (struct judgement){ .verdict = VERDICT_ALLOWED };
	outcome = by_verdict(search, &found->judgement, owner);
	check(search, slot->leads && !slot->env ? "pointer" : "trust", outcome == FIND_ENV,
	      found->judgement.by ? found->judgement.by->path : NULL);
	return outcome;
}

/* Ask the records, then resolve what leads elsewhere into ENV. */
static enum outcome follow(struct search *search, struct found *found, struct slot *slot,
			   struct chain *project, struct chain *env)
{
	struct candidate *c = &found->candidate;
	struct file_info info;
	enum outcome outcome;

	if (chain_of(c->project, project) || file_lstat(c->path, &info))
		return broken(found, "it cannot be reached");
	found->project_real = project->path;
	slot->project = project;
	slot->leads = true;
	search->dir = c->project;
	outcome = ask(search, found, slot, info.uid);
	if (outcome == FIND_ENV && !c->tied)
		outcome = check_chain(search, found, project);
	if (outcome == FIND_ENV && !c->tied)
		outcome = check_one(search, found, project, c->path, &info);
	if (outcome != FIND_ENV)
		return outcome;
	return pointer_follow(c->project, c, env) ? broken(found, c->problem) : FIND_ENV;
}

/* The chain of the directory that ENV lies in. */
static struct chain parent_of(const struct chain *env)
{
	struct chain parent = *env;

	if (parent.count > 1)
		parent.count--;
	parent.path = mem_dup(env->path, chain_end(&parent)->len);
	return parent;
}

/* Who says yes to it: the records, unless the user NAMED it just now. */
static enum outcome check_trust(struct search *search, struct found *found, struct slot *slot,
				const struct chain *env, bool named)
{
	uid_t owner = chain_end(env)->info.uid;
	enum outcome outcome;

	/* Where it is a sticky directory, pyvenv.cfg may be somebody else's. */
	if (!user_or_root(&search->trust->user, found->venv.cfg_info.uid))
		owner = found->venv.cfg_info.uid;
	slot->env = env;
	if (named) {
		/* No record is needed, but what one accepts holds. */
		found->judgement = trust_slot(search->trust, slot);
		if (found->judgement.verdict != VERDICT_ALLOWED)
			found->judgement = (struct judgement){ 0 };
		return FIND_ENV;
	}
	outcome = ask(search, found, slot, owner);
	if (outcome != FIND_ENV || !is_clone(found))
		return outcome;
	found->judgement = (struct judgement){ 0 };
	return FIND_UNTRUSTED;
}

/* Is it whole, and may it be used? Python is looked at last: through links. */
static enum outcome check_env(struct search *search, struct found *found, struct slot *slot,
			      const struct chain *env, bool named)
{
	struct venv *venv = &found->venv;
	enum outcome outcome = check_trust(search, found, slot, env, named);

	if (outcome == FIND_FOREIGN || outcome == FIND_DENIED)
		return outcome;
	check(search, "pyvenv.cfg", venv->health == HEALTHY, venv_problem(venv));
	if (venv->health != HEALTHY)
		return broken(found, venv_problem(venv));
	/* What the owners forbid, no record would allow: that is the reason. */
	if (check_owners(search, found, env) != FIND_ENV)
		return FIND_REFUSED;
	if (outcome != FIND_ENV)
		return outcome;
	if (strchr(env->path, ':'))
		return broken(found, "its path has a ':', which PATH cannot hold");
	venv_check_python(venv);
	check(search, "python", venv->health == HEALTHY, venv_python(venv));
	/* Its Python starts, so it is turned on even where the packages are for another. */
	found->problem = venv_problem(venv);
	return venv->health == HEALTHY || venv->health == PYTHON_UPGRADED ? FIND_ENV : FIND_BROKEN;
}

/*
 * What cannot be an environment, or which of several is meant, is told, unless the
 * project is denied or they are somebody else's.
 */
static enum outcome problem_outcome(struct search *search, struct found *found, bool named)
{
	const struct candidate *c = &found->candidate;
	const struct record *no = NULL;
	struct file_info info;
	struct chain project;

	if (!chain_of(c->project, &project))
		no = trust_denies(search->trust, &project);
	if (no) {
		found->judgement = (struct judgement){ VERDICT_DENIED, no };
		return FIND_DENIED;
	}
	if (!named && !file_lstat(c->path, &info) && !user_or_root(&search->trust->user, info.uid))
		return FIND_FOREIGN;
	return c->several ? FIND_AMBIGUOUS : broken(found, c->problem);
}

enum outcome judge(struct search *search, struct found *found, bool named)
{
	struct candidate *c = &found->candidate;
	struct slot slot = { .name = c->name };
	struct chain project, env;
	enum outcome outcome;

	if (c->several || c->problem)
		return problem_outcome(search, found, named);
	trust_load(search->trust);
	/* In what cannot be read of the records there may be a denial. */
	c->tied = c->tied && !search->trust->fault;
	if (c->pointer) {
		outcome = follow(search, found, &slot, &project, &env);
		if (outcome != FIND_ENV)
			return outcome;
	} else {
		if (chain_of(c->path, &env))
			return broken(found,
				      errno == ENOENT ? "it leads nowhere" : strerror(errno));
		project = parent_of(&env);
		slot.project = &project;
		slot.name = path_base(env.path);
		found->project_real = project.path;
	}
	venv_read(env.path, &found->venv);
	return check_env(search, found, &slot, &env, named);
}
