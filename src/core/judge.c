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
	case VERDICT_NONE:
		break;
	}
	return user_or_root(&search->trust->user, owner) ? FIND_UNTRUSTED : FIND_FOREIGN;
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

/* Owners and modes from CHAIN up to the root. */
static enum outcome check_chain(struct search *search, struct found *found,
				const struct chain *chain)
{
	struct accepted ok = trust_accepted(&found->judgement, chain, &search->trust->user);
	const struct step *at;
	enum refusal no;

	if (found->judgement.by && found->judgement.by->shared)
		return FIND_ENV;
	no = chain_refused(chain, &search->trust->user, &ok, &at);
	if (no)
		return refused(found, no, mem_dup(chain->path, at->len), &at->info);
	return FIND_ENV;
}

/* Owners and modes of what makes the environment. */
static enum outcome check_inside(struct search *search, struct found *found,
				 const struct chain *chain)
{
	struct accepted ok = trust_accepted(&found->judgement, chain, &search->trust->user);
	const struct venv *venv = &found->venv;
	const char *cfg = path_join(venv->path, "pyvenv.cfg");
	const char *bin = venv_bin(venv);
	enum refusal no;

	if (found->judgement.by && found->judgement.by->shared)
		return FIND_ENV;
	no = path_refused(&search->trust->user, &ok, cfg, &venv->cfg_info, false);
	if (no)
		return refused(found, no, cfg, &venv->cfg_info);
	no = path_refused(&search->trust->user, &ok, bin, &venv->bin_info, false);
	if (no)
		return refused(found, no, bin, &venv->bin_info);
	return FIND_ENV;
}

/* Owners and modes, of the way there and, with INSIDE, of what is in it. */
static enum outcome check_owners(struct search *search, struct found *found,
				 const struct chain *chain, bool inside)
{
	enum outcome outcome = check_chain(search, found, chain);

	if (outcome == FIND_ENV && inside)
		outcome = check_inside(search, found, chain);
	check(search, "owner, mode", outcome == FIND_ENV,
	      outcome == FIND_ENV ? chain->path : found->refused_path);
	return outcome;
}

static enum outcome broken(struct found *found, const char *problem)
{
	found->problem = problem;
	return FIND_BROKEN;
}

/* May the pointer be followed?  Then do, and C->path is where it leads. */
static enum outcome follow(struct search *search, struct found *found)
{
	struct candidate *c = &found->candidate;
	struct file_info info;
	enum outcome outcome;
	struct accepted ok;
	struct chain chain;
	enum refusal no;

	search->dir = c->project;
	if (search_dir_judgement(search, &chain, &found->judgement) || file_lstat(c->path, &info))
		return broken(found, "it cannot be reached");
	found->project_real = chain.path;
	outcome = by_verdict(search, &found->judgement, info.uid);
	check(search, "pointer", outcome == FIND_ENV, c->path);
	if (outcome == FIND_ENV)
		outcome = check_owners(search, found, &chain, false);
	if (outcome != FIND_ENV)
		return outcome;
	ok = trust_accepted(&found->judgement, &chain, &search->trust->user);
	no = path_refused(&search->trust->user, &ok, c->path, &info, false);
	if (no && !found->judgement.by->shared)
		return refused(found, no, c->path, &info);
	if (pointer_follow(search, c, found->judgement.by->shared ? NULL : &ok))
		return broken(found, c->problem);
	return FIND_ENV;
}

bool judge_covered(const struct settings *settings, const char *env)
{
	return settings_name_is_fixed(settings, path_base(env)) &&
	       !file_exists(AT_FDCWD, path_join(env, ".git"));
}

struct judgement judge_recorded(struct trust *trust, const struct chain *chain)
{
	bool covered = judge_covered(trust->settings, chain->path);

	return trust_env(trust, chain, covered ? path_parent(chain->path) : NULL, covered);
}

/*
 * The project whose record speaks of the environment ENV, which lies right in it; or
 * NULL.  What lies deeper a pointer chose, which may choose anew, or lead elsewhere
 * from another directory, as one by way of /proc/self/cwd does.
 */
static const char *project_of(const struct search *search, const struct found *found,
			      const char *env)
{
	const char *project = path_parent(env);

	return streq(project, found->project_real) && judge_covered(search->trust->settings, env) ?
		       project :
		       NULL;
}

/* Who says yes to it: the records, unless the user NAMED it just now. */
static enum outcome check_trust(struct search *search, struct found *found,
				const struct chain *chain, bool named)
{
	const char *project = project_of(search, found, chain->path);
	uid_t owner = chain_end(chain)->info.uid;
	enum outcome outcome;

	/* Where it is a sticky directory, pyvenv.cfg may be somebody else's. */
	if (!user_or_root(&search->trust->user, found->venv.cfg_info.uid))
		owner = found->venv.cfg_info.uid;
	found->judgement = trust_env(search->trust, chain, project, project != NULL);
	if (found->candidate.tied && found->judgement.verdict == VERDICT_DENIED)
		return FIND_DENIED;
	if (named || found->candidate.tied) {
		/* No record is needed, but what one accepts holds. */
		if (found->judgement.verdict != VERDICT_ALLOWED)
			found->judgement = (struct judgement){ 0 };
		return FIND_ENV;
	}
	outcome = by_verdict(search, &found->judgement, owner);
	check(search, "trust", outcome == FIND_ENV,
	      found->judgement.by ? found->judgement.by->path : NULL);
	return outcome;
}

/* Is it whole, and may it be used?  Python is looked at last: through links. */
static enum outcome check_env(struct search *search, struct found *found, const struct chain *chain,
			      bool named)
{
	struct venv *venv = &found->venv;
	enum outcome outcome = check_trust(search, found, chain, named);

	if (outcome == FIND_FOREIGN || outcome == FIND_DENIED)
		return outcome;
	check(search, "pyvenv.cfg", venv->health == HEALTHY, venv_problem(venv));
	if (venv->health != HEALTHY)
		return broken(found, venv_problem(venv));
	if (outcome == FIND_ENV)
		outcome = check_owners(search, found, chain, true);
	if (outcome != FIND_ENV)
		return outcome;
	if (strchr(chain->path, ':'))
		return broken(found, "its path has a ':', which PATH cannot "
				     "hold");
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
	struct judgement project = { 0 };
	struct file_info info;
	struct chain chain;

	search->dir = c->project;
	if (!search_dir_judgement(search, &chain, &project) && project.verdict == VERDICT_DENIED) {
		found->judgement = project;
		return FIND_DENIED;
	}
	if (!named && !file_lstat(c->path, &info) &&
	    by_verdict(search, &project, info.uid) == FIND_FOREIGN)
		return FIND_FOREIGN;
	if (c->several)
		return FIND_AMBIGUOUS;
	found->judgement = project;
	return broken(found, c->problem);
}

/* The tool ties it to its project, where only a denial counts: C->path is where it is. */
static enum outcome follow_tied(struct search *search, struct found *found)
{
	struct candidate *c = &found->candidate;
	struct chain chain;

	search->dir = c->project;
	if (search_dir_judgement(search, &chain, &found->judgement))
		return broken(found, "it cannot be reached");
	found->project_real = chain.path;
	if (found->judgement.verdict == VERDICT_DENIED)
		return FIND_DENIED;
	c->path = c->target;
	return FIND_ENV;
}

enum outcome judge(struct search *search, struct found *found, bool named)
{
	struct candidate *c = &found->candidate;
	enum outcome outcome = FIND_ENV;
	struct chain chain = { 0 };

	/* The user spoke of each of them. */
	if (c->many_allowed)
		return FIND_AMBIGUOUS;
	if (c->several || c->problem)
		return problem_outcome(search, found, named);
	trust_load(search->trust);
	/* In what cannot be read of the records there may be a denial. */
	c->tied = c->tied && !search->trust->closed && !search->trust->fault;
	if (c->tied)
		outcome = follow_tied(search, found);
	else if (c->pointer)
		outcome = follow(search, found);
	if (outcome != FIND_ENV)
		return outcome;
	if (chain_of(c->path, &chain))
		return broken(found, errno == ENOENT ? "it leads nowhere" : strerror(errno));
	venv_read(chain.path, &found->venv);
	if (!found->project_real)
		found->project_real = path_parent(chain.path);
	/* By its real name: a link may have led here, or taken its place. */
	c->fixed = settings_name_is_fixed(search->trust->settings, path_base(chain.path));
	return check_env(search, found, &chain, named);
}
