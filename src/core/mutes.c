/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mutes.h"

#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

/* Take one path off *TEXT; NULL at the end or where there is none. */
static const char *take_path(const char **text)
{
	const char *s = *text, *end;

	if (s[0] != '/')
		return NULL;
	end = strstr(s + 1, "//");
	if (!end)
		return NULL;
	*text = end + 2;
	s = mem_dup(s, (size_t)(end - s));
	return path_is_clean(s) ? s : NULL;
}

void mutes_parse(struct mutes *mutes, const char *text)
{
	*mutes = (struct mutes){ 0 };
	while (is_set(text)) {
		const char *project = take_path(&text);
		const char *env = project ? take_path(&text) : NULL;

		if (!env)
			return;
		mutes_add(mutes, project, env);
	}
}

const char *mutes_format(const struct mutes *mutes)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < mutes->count; i++)
		buf_putl(&b, mutes->list[i].project, "//", mutes->list[i].env, "//");
	return b.data;
}

void mutes_add(struct mutes *mutes, const char *project, const char *env)
{
	if (mutes_have(mutes, env))
		return;
	mutes->list = mem_grow(mutes->list, mutes->count, &mutes->room, sizeof(*mutes->list));
	mutes->list[mutes->count++] = (struct mute){ project, env };
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
			return true;
	return false;
}
