/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that has to hold before an environment reaches PATH. */
#include "plan/search.h"

#include <fcntl.h>

#include "core/mem.h"
#include "core/path.h"
#include "plan/pointer.h"

/** An environment on its way through the questions below. */
struct env_check {
	struct trust *trust;
	struct found *found;
	/** what the records are asked about; `project` and `env` are its chains */
	struct slot slot;
	struct real_path project, env;
	/** the user named it */
	bool named;
};

static enum outcome broken(struct found *found, const char *problem)
{
	found->problem = problem;
	return FIND_BROKEN;
}

/* Others may own or write to PATH, which lies in CHAIN or is it; ABOVE: above the environment. */
static bool refuses(const struct env_check *t, const struct real_path *chain, const char *path,
		    const struct file_info *info, bool above)
{
	const struct user user = user_of_process();
	const struct judgement *j = &t->found->judgement;
	enum refusal no = path_refused(&user, trust_accepted(j, chain), path, info, above);

	if (!no || (j->record && j->record->shared))
		return false;
	t->found->refusal = no;
	t->found->problem =
		joined(path_quoted(path), no == REFUSED_OWNER ? " belongs to another user" :
								" can be written to by others");
	t->found->refused_path = path;
	return true;
}

/* The same of a directory and all above it, from the root on. */
static bool refuses_chain(const struct env_check *t, const struct real_path *chain)
{
	for (size_t i = 0; i < chain->count; i++) {
		const struct path_dir *step = &chain->dirs[i];

		if (refuses(t, chain, mem_dup(chain->path, step->len), &step->info,
			    i + 1 < chain->count))
			return true;
	}
	return false;
}

/* Ask the records; FIND_ENV: go on. A tool's own environment of this directory needs no record. */
static enum outcome check_records(struct env_check *t, uid_t owner)
{
	struct judgement *j = &t->found->judgement;

	*j = trust_slot(t->trust, &t->slot);
	if (j->verdict == VERDICT_DENIED)
		return FIND_DENIED;
	if (t->found->candidate.made_by_tool)
		*j = (struct judgement){ .verdict = VERDICT_ALLOWED };
	if (j->verdict == VERDICT_ALLOWED)
		return FIND_ENV;
	if (j->verdict == VERDICT_CHANGED)
		return FIND_CHANGED;
	return user_or_root(owner) ? FIND_UNTRUSTED : FIND_FOREIGN;
}

/* Follow a link, a redirect or a tool's file to t->env, if the records allow that. */
static enum outcome resolve_pointer(struct env_check *t)
{
	const struct candidate *c = &t->found->candidate;
	const char *problem;
	struct file_info info;
	enum outcome outcome;

	if (real_path_read(c->project, &t->project) || file_lstat(c->path, &info))
		return broken(t->found, "it cannot be reached");
	t->slot.is_pointer = true;
	t->slot.path = path_join(t->project.path, c->name);
	t->found->project_real = t->project.path;
	outcome = check_records(t, info.uid);
	if (outcome != FIND_ENV)
		return outcome;
	if (!c->made_by_tool &&
	    (refuses_chain(t, &t->project) || refuses(t, &t->project, c->path, &info, false)))
		return FIND_REFUSED;
	problem = pointer_follow(c, &t->env);
	return problem ? broken(t->found, problem) : FIND_ENV;
}

/* A directory in the project: t->env is its real path. */
static enum outcome resolve_directory(struct env_check *t)
{
	const char *problem = path_follow(t->found->candidate.path, &t->env);
	struct real_path *project = &t->project;

	if (problem)
		return broken(t->found, problem);
	*project = t->env;
	project->count -= project->count > 1;
	project->path = mem_dup(t->env.path, real_path_end(project)->len);
	t->slot.path = t->env.path;
	t->found->project_real = project->path;
	return FIND_ENV;
}

/* The records' answer for the environment itself; for a NAMED one what they accept counts. */
static enum outcome ask_for_env(struct env_check *t)
{
	struct found *found = t->found;
	uid_t owner = real_path_end(&t->env)->info.uid;
	enum outcome outcome;

	/* In a sticky directory pyvenv.cfg may be another user's. */
	if (!user_or_root(found->venv.cfg_info.uid))
		owner = found->venv.cfg_info.uid;
	t->slot.env = &t->env;
	outcome = check_records(t, owner);
	if (t->named) {
		if (found->judgement.verdict != VERDICT_ALLOWED)
			found->judgement = (struct judgement){ 0 };
		return FIND_ENV;
	}
	/* With a `.git` of its own it is a clone, which brought along what is in it. */
	if (outcome == FIND_ENV && !(found->judgement.record && found->judgement.record->tracked) &&
	    file_exists(AT_FDCWD, path_join(found->venv.path, ".git"))) {
		found->judgement = (struct judgement){ 0 };
		return FIND_UNTRUSTED;
	}
	return outcome;
}

/* Is it whole, and may it be used? Python is looked at last: through links. */
static enum outcome check_whole(struct env_check *t)
{
	struct found *found = t->found;
	struct venv *venv = &found->venv;
	enum outcome outcome = ask_for_env(t);

	if (outcome == FIND_FOREIGN || outcome == FIND_DENIED)
		return outcome;
	if (venv->health != HEALTHY)
		return broken(found, venv_problem(venv));
	/* Before "not allowed": no record would allow it. */
	if (refuses_chain(t, &t->env) ||
	    refuses(t, &t->env, path_join(venv->path, "pyvenv.cfg"), &venv->cfg_info, false) ||
	    refuses(t, &t->env, venv_bin(venv), &venv->bin_info, false))
		return FIND_REFUSED;
	if (outcome != FIND_ENV)
		return outcome;
	if (strchr(venv->path, ':'))
		return broken(found, "its path has a ':', which PATH cannot hold");
	venv_check_python(venv);
	found->problem = venv_problem(venv);
	/* An upgraded Python starts, so the environment is turned on. */
	return venv->health == HEALTHY || venv->health == PYTHON_UPGRADED ? FIND_ENV : FIND_BROKEN;
}

static enum outcome outcome_of(struct env_check *t)
{
	struct candidate *c = &t->found->candidate;
	struct file_info info;
	enum outcome outcome;

	/* There is nothing to judge; of what is another user's nothing is told. */
	if (c->several)
		return !file_lstat(c->path, &info) && !user_or_root(info.uid) ? FIND_FOREIGN :
										FIND_AMBIGUOUS;
	trust_load(t->trust);
	/* The part of the records that cannot be read may hold a denial. */
	c->made_by_tool = c->made_by_tool && !t->trust->fault;
	outcome = c->pointer ? resolve_pointer(t) : resolve_directory(t);
	if (outcome != FIND_ENV)
		return outcome;
	venv_read(t->env.path, &t->found->venv);
	return check_whole(t);
}

void find_judge(struct trust *trust, const struct candidate *c, bool named, struct found *found)
{
	struct env_check t = {
		.trust = trust,
		.found = found,
		.slot = { .project = &t.project },
		.named = named,
	};

	*found = (struct found){ .candidate = *c };
	found->outcome = outcome_of(&t);
}
