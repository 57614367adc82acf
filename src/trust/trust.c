/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trust/trust.h"

#include "core/path.h"
#include "trust/worktree.h"

bool record_is_of(const struct record *r, const char *dir, const struct file_info *info)
{
	return !r->id.ino || identity_holds(&r->id, dir, &info->id);
}

bool record_leads_into(const struct record *r, const char *dir, const struct file_info *info)
{
	return identity_holds(&r->target_id, dir, &info->id);
}

bool record_was_moved(const struct record *r, const struct identity *id, const char *slot)
{
	return !r->tree && r->id.btime && identity_same(&r->id, id) &&
	       streq(path_base(r->path), path_base(slot));
}

/* The element of CHAIN at the path of R; NULL: CHAIN is not below it. */
static const struct path_dir *step_of(const struct record *r, const struct real_path *chain)
{
	const struct path_dir *step = chain->dirs;

	if (!path_under(chain->path, r->path))
		return NULL;
	while (step->len < strlen(r->path))
		step++;
	return step;
}

/* R, a denial, covers CHAIN: by its path, or by its identity after a move. */
static bool covers(const struct record *r, const struct real_path *chain)
{
	if (step_of(r, chain))
		return true;
	for (size_t i = 0; r->id.btime && i < chain->count; i++)
		if (identity_same(&r->id, &chain->dirs[i].info.id))
			return true;
	return false;
}

const struct record *trust_denies(struct trust *trust, const char *path)
{
	struct real_path chain = { 0 };

	trust_load_for(trust, trust->near);
	if (!trust->denies || real_path_read(path, &chain))
		return NULL;
	for (size_t i = 0; i < trust->count; i++)
		if (trust->records[i].deny && covers(&trust->records[i], &chain))
			return &trust->records[i];
	return NULL;
}

bool record_denies(const struct record *r, const struct slot *slot)
{
	return r->deny && (covers(r, slot->project) || (slot->env && covers(r, slot->env)) ||
			   streq(r->path, slot->path));
}

/* R, of SLOT, allows its environment: the slot itself, or a target that did not change. */
static bool allows(const struct record *r, const struct slot *slot)
{
	if (!slot->is_pointer || !r->target)
		return !slot->is_pointer && !r->target;
	return !slot->env || (streq(r->target, slot->env->path) &&
			      record_leads_into(r, path_parent(slot->env->path),
						&real_path_around(slot->env)->info));
}

static struct judgement judge_slots(const struct trust *trust, const struct slot *slot)
{
	const struct file_info *project = &real_path_end(slot->project)->info;
	const uint32_t hash = record_hash(slot->path);
	struct judgement j = { 0 };

	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];
		bool here = r->hash == hash && !r->tree && streq(r->path, slot->path);

		if (here && record_is_of(r, slot->project->path, project) && allows(r, slot))
			return (struct judgement){ VERDICT_ALLOWED, r };
		/* The inode is compared first, since there may be many records. */
		if (here || (!j.record && r->id.ino == project->id.ino &&
			     record_was_moved(r, &project->id, slot->path)))
			j = (struct judgement){ VERDICT_CHANGED, r };
	}
	return j;
}

/*
 * A tree covers what was made in it: no link or redirect. With a damaged line no tree allows: the
 * line may be a denial.
 */
static struct judgement judge_trees(const struct trust *trust, const struct slot *slot)
{
	const struct real_path *chain = slot->env ? slot->env : slot->project;
	struct judgement j = { 0 };

	for (size_t i = 0; !trust->bad_line && i < trust->count; i++) {
		const struct record *r = &trust->records[i];
		const struct path_dir *at = r->tree && !r->deny ? step_of(r, chain) : NULL;

		if (at && !r->line)
			return (struct judgement){ VERDICT_ALLOWED, r };
		if (at && record_is_of(r, r->path, &at->info) && !slot->is_pointer)
			j = (struct judgement){ VERDICT_NEW, r };
	}
	return j;
}

/*
 * The environment of a linked worktree is as one in an allowed tree, if the same slot of the main
 * checkout was allowed before the worktree was made, and both checkouts name each other.
 */
static struct judgement judge_worktree(struct trust *trust, const struct slot *slot)
{
	const char *project = slot->project->path, *same;
	const struct record *r;
	struct worktree w;
	struct file_info info;

	if (!trust->count || trust->bad_line || slot->is_pointer || !worktree_read(project, &w))
		return (struct judgement){ 0 };
	same = path_clean(path_join(w.main, joined(".", project + strlen(w.root))));
	r = trust_named(trust, same, path_base(slot->path));
	/* The record is compared as text before anything there is looked up. */
	if (!r || !r->since || file_lstat(same, &info) || !record_is_of(r, same, &info) ||
	    trust_denies(trust, same) || !worktree_is_linked(&w, r->since))
		return (struct judgement){ 0 };
	return (struct judgement){ VERDICT_NEW, r };
}

struct judgement trust_slot(struct trust *trust, const struct slot *slot)
{
	struct judgement j = { 0 }, tree;

	trust_load_for(trust, slot->project->path);
	if (trust->closed)
		return j;
	for (size_t i = 0; trust->denies && i < trust->count; i++)
		if (record_denies(&trust->records[i], slot))
			return (struct judgement){ VERDICT_DENIED, &trust->records[i] };
	j = judge_slots(trust, slot);
	if (j.verdict == VERDICT_ALLOWED)
		return j;
	/* A tree, or a record of a directory that was moved, may be anywhere in the file. */
	if (!trust->whole) {
		trust_load(trust);
		return trust_slot(trust, slot);
	}
	tree = judge_trees(trust, slot);
	/* A changed slot outranks an allowed tree, but not one of AVENV_TRUST: ask again. */
	if (j.record && streq(j.record->path, slot->path) && tree.verdict != VERDICT_ALLOWED)
		return j;
	if (tree.record)
		return tree;
	return j.record ? j : judge_worktree(trust, slot);
}

const struct record *trust_next(struct trust *trust, const char *dir, size_t *at)
{
	/* The length of DIR/. */
	ptrdiff_t len = (ptrdiff_t)strlen(dir) + !streq(dir, "/");

	trust_load_for(trust, dir);
	while (*at < trust->count) {
		const struct record *r = &trust->records[(*at)++];

		if (!r->tree && path_under(r->path, dir) && path_base(r->path) - r->path == len)
			return r;
	}
	return NULL;
}

const struct record *trust_named(struct trust *trust, const char *dir, const char *name)
{
	const struct record *r;
	size_t at = 0;

	while ((r = trust_next(trust, dir, &at)))
		if (streq(path_base(r->path), name))
			return r;
	return NULL;
}

bool trust_leads_to(struct trust *trust, const char *path)
{
	const char *around = path_parent(path);
	struct file_info info;

	if (file_lstat(around, &info))
		return false;
	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->target && streq(r->target, path) && record_leads_into(r, around, &info))
			return true;
	}
	return false;
}

uid_t trust_accepted(const struct judgement *j, const struct real_path *chain)
{
	const struct path_dir *at =
		j->record && !j->record->line ? step_of(j->record, chain) : NULL;

	return at && at->info.uid != OVERFLOW_UID ? at->info.uid : 0;
}
