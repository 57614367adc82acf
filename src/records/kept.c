/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/kept.h"

#include <errno.h>

/* Without a birth time the path must match, too: inodes are reused. */
static bool is_of(const struct record *r, const char *env, const struct file_info *info)
{
	return !r->target && record_is_of(r, env, info) && (r->id.btime || streq(r->path, env));
}

bool kept_is(struct trust *trust, const char *env, const struct file_info *info)
{
	trust_load(trust);
	for (size_t i = 0; i < trust->kept_count; i++)
		if (is_of(&trust->kept[i], env, info))
			return true;
	return false;
}

void kept_add(struct change *change, struct trust *trust, const char *env,
	      const struct file_info *info)
{
	const struct record r = { .kept = true, .path = env, .id = info->id };

	change_add(change, trust, &r);
}

bool kept_drop(struct change *change, struct trust *trust, const char *env,
	       const struct file_info *kept)
{
	size_t before = change->drop_count;

	trust_load(trust);
	for (size_t i = 0; i < trust->kept_count; i++) {
		const struct record *r = &trust->kept[i];

		if (streq(r->path, env) || (kept && is_of(r, env, kept)))
			change_drop(change, r);
	}
	return change->drop_count > before;
}

const char *kept_renamed_from(struct trust *trust, const char *target)
{
	struct file_info info;

	trust_load(trust);
	for (size_t i = 0; i < trust->kept_count; i++) {
		const struct record *r = &trust->kept[i];

		if (r->target && streq(r->target, target) && !file_lstat(target, &info) &&
		    record_is_of(r, target, &info))
			return r->path;
	}
	return NULL;
}

bool kept_rename_is_over(const struct record *r)
{
	struct file_info info;

	return file_lstat(r->target, &info) ? file_is_missing(errno) :
					      !record_is_of(r, r->target, &info);
}

void kept_add_rename(struct change *change, struct trust *trust, const char *old,
		     const char *target, const struct file_info *info)
{
	const struct record r = { .kept = true, .path = old, .id = info->id, .target = target };

	change_add(change, trust, &r);
}
