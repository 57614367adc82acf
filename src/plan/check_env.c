/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checks before an environment is put on PATH. */
#include "core/escape.h"
#include "plan/search.h"

#include <fcntl.h>

#include "core/mem.h"
#include "core/path.h"
#include "plan/pointer.h"

/** The environment that is checked */
struct env_check {
	struct trust *trust;
	struct found *found;
	/** query to the records; refers to `project` and `env` */
	struct slot slot;
	struct real_path project, env;
	/** the user named the environment, which then needs no record */
	bool named;
};

static enum outcome found_broken(struct found *found, const char *problem)
{
	found->problem = problem;
	return FIND_BROKEN;
}

/*
 * Others own PATH, on or in CHAIN, or may write to it, and no record accepts that; found->problem
 * says so. ABOVE: PATH is above the environment.
 */
static bool writers_refuse(const struct env_check *t, const struct real_path *chain,
			   const char *path, const struct file_info *info, bool above)
{
	const struct user user = user_of_process();
	const struct judgement *j = &t->found->judgement;
	enum refusal no = path_refused(&user, trust_accepted(j, chain), path, info, above);

	if (!no || (j->record && j->record->shared))
		return false;
	t->found->refusal = no;
	t->found->problem =
		joined(escape_quoted(path), no == REFUSED_OWNER ? " belongs to another user" :
								  " can be written to by others");
	t->found->refused_path = path;
	return true;
}

/* writers_refuse() for each directory on CHAIN, from the root on. */
static bool writers_refuse_chain(const struct env_check *t, const struct real_path *chain)
{
	for (size_t i = 0; i < chain->count; i++) {
		const struct path_dir *step = &chain->dirs[i];

		if (writers_refuse(t, chain, mem_dup(chain->path, step->len), &step->info,
				   i + 1 < chain->count))
			return true;
	}
	return false;
}

/*
 * The records' answer; FIND_ENV: allowed. A tool's own environment of this directory needs no
 * record.
 */
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

/* Resolve a link, a redirect or a tool's file to t->env, if the records allow that. */
static enum outcome resolve_pointer(struct env_check *t)
{
	const struct candidate *c = &t->found->candidate;
	const char *problem;
	struct file_info info;
	enum outcome outcome;

	if (real_path_read(c->project, &t->project) || file_lstat(c->path, &info))
		return found_broken(t->found, "it cannot be reached");
	t->slot.is_pointer = true;
	t->slot.path = path_join(t->project.path, c->name);
	t->found->project_real = t->project.path;
	outcome = check_records(t, info.uid);
	if (outcome == FIND_FOREIGN || outcome == FIND_DENIED)
		return outcome;
	/* Report this before "not allowed": `avenv allow` would not help. */
	if (!c->made_by_tool && (writers_refuse_chain(t, &t->project) ||
				 writers_refuse(t, &t->project, c->path, &info, false)))
		return FIND_REFUSED;
	if (outcome != FIND_ENV)
		return outcome;
	problem = pointer_follow(c, &t->env);
	return problem ? found_broken(t->found, problem) : FIND_ENV;
}

/* Resolve a directory in the project to t->env. */
static enum outcome resolve_directory(struct env_check *t)
{
	const struct candidate *c = &t->found->candidate;
	const char *problem = path_follow(c->path, c->info.mode ? &c->info : NULL, &t->env);
	struct real_path *project = &t->project;

	if (problem)
		return found_broken(t->found, problem);
	*project = t->env;
	project->count -= project->count > 1;
	project->path = mem_dup(t->env.path, real_path_end(project)->len);
	t->slot.path = t->env.path;
	t->found->project_real = project->path;
	return FIND_ENV;
}

/*
 * The records' answer for the environment itself. A named one needs no record, but an owner that a
 * record accepts is accepted.
 */
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
	/* An environment with a `.git` of its own is a clone: its files are the repository's. */
	if (outcome == FIND_ENV && !(found->judgement.record && found->judgement.record->tracked) &&
	    file_exists(AT_FDCWD, path_join(found->venv.path, ".git"))) {
		found->judgement = (struct judgement){ 0 };
		return FIND_UNTRUSTED;
	}
	return outcome;
}

/* Check health, owners and modes. Python is checked last, since its links are followed. */
static enum outcome check_whole(struct env_check *t)
{
	struct found *found = t->found;
	struct venv *venv = &found->venv;
	enum outcome outcome = ask_for_env(t);

	if (outcome == FIND_FOREIGN || outcome == FIND_DENIED)
		return outcome;
	if (venv->health != HEALTHY)
		return found_broken(found, venv_problem(venv));
	/* Report this before "not allowed": `avenv allow` would not help. */
	if (writers_refuse_chain(t, &t->env) ||
	    writers_refuse(t, &t->env, path_join(venv->path, "pyvenv.cfg"), &venv->cfg_info,
			   false) ||
	    writers_refuse(t, &t->env, venv_bin(venv), &venv->bin_info, false))
		return FIND_REFUSED;
	if (outcome != FIND_ENV)
		return outcome;
	if (strchr(venv->path, ':'))
		return found_broken(found, "its path has a ':', which PATH cannot hold");
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

	/*
	 * Several candidates: no environment to check. Print nothing about another user's
	 * directory.
	 */
	if (c->several)
		return !file_lstat(c->path, &info) && !user_or_root(info.uid) ? FIND_FOREIGN :
										FIND_AMBIGUOUS;
	if (c->made_by_tool) {
		/* The unreadable part of the records may contain a denial. */
		trust_load(t->trust);
		c->made_by_tool = !t->trust->fault;
	}
	outcome = c->pointer ? resolve_pointer(t) : resolve_directory(t);
	if (outcome != FIND_ENV)
		return outcome;
	venv_read(t->env.path, &t->found->venv);
	return check_whole(t);
}

void check_env(struct trust *trust, const struct candidate *c, bool named, struct found *found)
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
