/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mutes.h"

#include "core/buf.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

static const char *identity_of(const char *env)
{
	struct buf b = BUF_INIT;
	struct file_info info;

	if (file_lstat(env, &info))
		return "";
	buf_putu(&b, info.ino);
	buf_putc(&b, '.');
	buf_putu(&b, (uint64_t)info.btime);
	return b.data;
}

void mutes_put(struct mutes *mutes, const struct mute *mute)
{
	mutes->list = mem_grow(mutes->list, mutes->count, &mutes->room, sizeof(*mutes->list));
	mutes->list[mutes->count++] = *mute;
}

void mutes_add(struct mutes *mutes, const char *project, const char *env)
{
	mutes_remove(mutes, env);
	mutes_put(mutes, &(struct mute){ project, env, identity_of(env) });
}

static void keep(struct mutes *mutes, size_t *kept, size_t i)
{
	mutes->list[(*kept)++] = mutes->list[i];
}

void mutes_leave(struct mutes *mutes, const char *a, const char *b)
{
	size_t kept = 0;

	for (size_t i = 0; i < mutes->count; i++) {
		const char *project = mutes->list[i].project;

		if ((a && path_under(a, project)) || (b && path_under(b, project)))
			keep(mutes, &kept, i);
	}
	mutes->count = kept;
}

void mutes_remove(struct mutes *mutes, const char *env)
{
	size_t kept = 0;

	for (size_t i = 0; i < mutes->count; i++)
		if (!streq(mutes->list[i].env, env))
			keep(mutes, &kept, i);
	mutes->count = kept;
}

bool mutes_have(const struct mutes *mutes, const char *env)
{
	for (size_t i = 0; i < mutes->count; i++)
		if (streq(mutes->list[i].env, env))
			return streq(mutes->list[i].id, identity_of(env));
	return false;
}
