/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trust/trust.h"

#include <errno.h>

#include "core/path.h"
#include "trust/worktree.h"

bool record_is_of(const struct record *r, const char *dir, const struct file_info *info)
{
	return !r->id.ino || identity_holds(&r->id, dir, &info->id);
}

/* The directory DIR, whose attributes are INFO, is the one around R's target that R recorded. */
static bool record_leads_into(const struct record *r, const char *dir, const struct file_info *info)
{
	return identity_holds(&r->target_id, dir, &info->id);
}

/* R is of a slot with the name of SLOT in the directory ID, at another path. */
static bool is_of_other_path(const struct record *r, const struct identity *id, const char *slot)
{
	/* The inode is compared first, since there may be many records. */
	return r->id.ino == id->ino && !r->tree && r->id.btime && identity_same(&r->id, id) &&
	       streq(path_base(r->path), path_base(slot)) && !streq(r->path, slot);
}

/*
 * The project of R is still at R's path: 1 or 0; -1: unknown. A link that leads from there to where
 * the project is now makes no second place.
 */
static int is_in_place(const struct record *r)
{
	const char *dir = path_parent(r->path), *real;
	struct file_info now;

	if (file_lstat(dir, &now))
		return file_leads_nowhere(errno) ? 0 : -1;
	if (!record_is_of(r, dir, &now))
		return 0;
	real = real_path_of(dir).path;
	return real && streq(real, dir);
}

bool record_was_moved(const struct record *r, const struct identity *id, const char *slot)
{
	return is_of_other_path(r, id, slot) && is_in_place(r) == 0;
}

/*
 * R, a denial, is of the directory INFO: by its identity after a move, or because its path leads
 * there: without birth times, where the file system ignores case.
 */
static bool denial_is_at(const struct record *r, const struct file_info *info)
{
	struct file_info now;

	/* The inode is compared first: it is another one, and nothing is looked up. */
	return r->id.ino == info->id.ino && ((r->id.btime && identity_same(&r->id, &info->id)) ||
					     (!file_lstat(r->path, &now) && file_same(&now, info)));
}

/* R, a denial, is of a directory of CHAIN. */
static bool denial_reaches(const struct record *r, const struct chain *chain)
{
	if (chain_at(chain, r->path))
		return true;
	for (size_t i = 0; i < chain->count; i++)
		if (denial_is_at(r, &chain->dirs[i].info))
			return true;
	return false;
}

const struct record *trust_denial_of(struct trust *trust, const char *path)
{
	struct chain chain = { 0 };
	const char *real = NULL;

	trust_load_for(trust, trust->near, NULL);
	if (!trust->denies)
		return NULL;
	/* Where PATH cannot be looked at, its text and the directories above decide. */
	if (chain_read(path, &chain))
		real = path = real_path_partly(path).path;
	while (!chain.path && !streq(path, "/")) {
		path = path_parent(path);
		(void)!chain_read(path, &chain);
	}
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->deny && ((real && path_under(real, r->path)) ||
				(chain.path && denial_reaches(r, &chain))))
			return r;
	}
	return NULL;
}

/* R is a denial of the project or the environment of SLOT, of one above, or of its path. */
static bool reaches_slot(const struct record *r, const struct slot *slot)
{
	return r->deny &&
	       (denial_reaches(r, slot->project) || (slot->env && denial_reaches(r, slot->env)) ||
		streq(r->path, slot->path));
}

bool denial_is_of(const struct record *denial, const struct file_info *info)
{
	return !denial->id.btime || record_is_of(denial, denial->path, info);
}

/* DENIAL is of the project or the environment of SLOT, not of a directory above. */
static bool denies_itself(const struct record *denial, const struct slot *slot)
{
	const struct chain *denied = NULL;

	if (streq(denial->path, slot->project->path))
		denied = slot->project;
	else if (!slot->is_pointer && slot->env && streq(denial->path, slot->env->path))
		denied = slot->env;
	return denied && denial_is_of(denial, &chain_end(denied)->info);
}

enum word trust_denial_word(struct trust *trust, const struct slot *slot,
			    const struct record **record)
{
	*record = NULL;
	trust_load_for(trust, slot->project->path, slot->project);
	for (size_t i = 0; trust->denies && i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (!reaches_slot(r, slot))
			continue;
		if (!denies_itself(r, slot)) {
			*record = r;
			return WORD_DENIED;
		}
		if (!*record)
			*record = r;
	}
	return *record ? WORD_DENIED_ITSELF : WORD_NONE;
}

/* R, of SLOT, allows its environment: the slot itself, or a target that did not change. */
static bool allows(const struct record *r, const struct slot *slot)
{
	bool is_pointer = r->target;

	if (slot->is_pointer != is_pointer)
		return false;
	if (!is_pointer || !slot->env)
		return true;
	return streq(r->target, slot->env->path) &&
	       record_leads_into(r, path_parent(slot->env->path), &chain_around(slot->env)->info);
}

/*
 * The word of the records of other paths: none, if the project is still at one of these. Where it
 * is seen, too, it is a new question.
 */
static enum word word_of_other_paths(const struct trust *trust, const struct slot *slot,
				     const struct record **record)
{
	const struct identity *id = &chain_end(slot->project)->info.id;

	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];
		int in_place = is_of_other_path(r, id, slot->path) ? is_in_place(r) : -1;

		if (in_place > 0) {
			*record = r;
			return WORD_NONE;
		}
		if (!in_place && !*record)
			*record = r;
	}
	return *record ? WORD_CHANGED : WORD_NONE;
}

/* The word of the records of slots. */
static enum word word_of_slots(const struct trust *trust, const struct slot *slot,
			       const struct record **record)
{
	const struct file_info *project = &chain_end(slot->project)->info;
	const uint32_t hash = record_hash(slot->path);

	*record = NULL;
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];
		bool here = r->hash == hash && !r->tree && streq(r->path, slot->path);

		if (here && record_is_of(r, slot->project->path, project) && allows(r, slot)) {
			*record = r;
			return WORD_ALLOWED;
		}
		if (here)
			*record = r;
	}
	return *record ? WORD_CHANGED : word_of_other_paths(trust, slot, record);
}

/*
 * A tree on record covers what was made in it: no link or redirect. One of AVENV_TRUST allows
 * these, too. With a damaged line no tree allows: the line may be a denial.
 */
static enum word word_of_trees(const struct trust *trust, const struct slot *slot,
			       const struct record **record)
{
	const struct chain *chain = slot->env ? slot->env : slot->project;

	*record = NULL;
	for (size_t i = 0; !trust->bad_line && i < trust->count; i++) {
		const struct record *r = &trust->records[i];
		const struct path_dir *at = r->tree && !r->deny ? chain_at(chain, r->path) : NULL;

		if (at && is_of_avenv_trust(r)) {
			*record = r;
			return WORD_ALLOWED;
		}
		if (at && record_is_of(r, r->path, &at->info) && !slot->is_pointer)
			*record = r;
	}
	return *record ? WORD_COVERED : WORD_NONE;
}

/*
 * The environment of a linked worktree is as one in an allowed tree, if the same slot of the main
 * checkout was allowed before the worktree was made, and both checkouts name each other.
 */
static enum word word_of_main(struct trust *trust, const struct slot *slot,
			      const struct record **record)
{
	struct real_path project = chain_path(slot->project);
	struct real_path same;
	const struct record *r;
	struct worktree w;
	struct file_info info;

	if (!trust->count || trust->bad_line || slot->is_pointer || !worktree_read(project, &w))
		return WORD_NONE;
	same = real_path_kept(
		path_clean(path_join(w.main, joined(".", project.path + strlen(w.root.path)))));
	r = trust_named(trust, same, path_base(slot->path));
	/* The record is compared as text before anything there is looked up. */
	if (!r || !r->since || file_lstat(same.path, &info) || !record_is_of(r, same.path, &info) ||
	    trust_denial_of(trust, same.path) || !worktree_is_linked(&w, r->since))
		return WORD_NONE;
	*record = r;
	return WORD_COVERED;
}

/*
 * The first of these answers counts:
 * 1. a denial;
 * 2. the slot's own record;
 * 3. a tree of AVENV_TRUST;
 * 4. a record of the slot that fits no more, as the project was moved or replaced, or the target
 *    changed: the user is asked again, even in a tree;
 * 5. a tree on record;
 * 6. the main checkout of a linked worktree.
 * Those from 3 on may be anywhere in the file, which is then read as a whole.
 */
enum word trust_word(struct trust *trust, const struct slot *slot, const struct record **record)
{
	enum word denied = trust_denial_word(trust, slot, record), own, tree;
	const struct record *tree_record;

	if (trust->closed) {
		*record = NULL;
		return WORD_NONE;
	}
	if (denied)
		return denied;
	own = word_of_slots(trust, slot, record);
	if (own == WORD_ALLOWED)
		return own;
	if (!trust->whole) {
		trust_load(trust);
		return trust_word(trust, slot, record);
	}
	tree = word_of_trees(trust, slot, &tree_record);
	if (own == WORD_CHANGED && tree != WORD_ALLOWED)
		return own;
	if (tree) {
		*record = tree_record;
		return tree;
	}
	return word_of_main(trust, slot, record);
}

const struct record *trust_next(struct trust *trust, struct real_path dir, size_t *at)
{
	/* All paths below DIR start with this. */
	const char *start = path_join(dir.path, "");
	size_t len = strlen(start);

	trust_load_for(trust, dir.path, NULL);
	while (*at < trust->count) {
		const struct record *r = &trust->records[(*at)++];

		if (!r->tree && strncmp(r->path, start, len) == 0 && !strchr(r->path + len, '/'))
			return r;
	}
	return NULL;
}

const struct record *trust_named(struct trust *trust, struct real_path dir, const char *name)
{
	const struct record *r;
	size_t at = 0;

	while ((r = trust_next(trust, dir, &at)))
		if (streq(path_base(r->path), name))
			return r;
	return NULL;
}

bool trust_leads_to(struct trust *trust, struct real_path path)
{
	const char *around = path_parent(path.path);
	struct file_info info;

	if (file_lstat(around, &info))
		return false;
	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->target && streq(r->target, path.path) && record_leads_into(r, around, &info))
			return true;
	}
	return false;
}

uid_t trust_accepted(const struct record *record, const struct chain *chain)
{
	const struct path_dir *at =
		record && is_of_avenv_trust(record) ? chain_at(chain, record->path) : NULL;

	return at && at->info.uid != OVERFLOW_UID ? at->info.uid : 0;
}
