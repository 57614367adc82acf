/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name that was typed, among those that are known. */
#include "cli/envs.h"
#include "cli/suggest.h"
#include "core/hint.h"
#include "print/msg.h"

#include "core/banned.h"

enum {
	/** of several that share a name */
	SHOWN_MAX = 8,
};

size_t envs_match(const struct envs *envs, const char *name, const struct env **first)
{
	size_t count = 0;

	if (venv_name_is_generic(name))
		return 0;
	for (size_t i = 0; i < envs->count; i++)
		if (streq(envs->list[i].name, name) && !count++)
			*first = &envs->list[i];
	return count;
}

static void complain_of_several(const struct envs *envs, const char *name, size_t count)
{
	struct buf b = BUF_INIT;
	size_t n = 0;

	for (size_t i = 0; i < envs->count && n < SHOWN_MAX; i++) {
		if (!streq(envs->list[i].name, name))
			continue;
		buf_puts(&b, !n ? "" : n + 1 < count ? ", " : " or ");
		hint_quote(&b, envs->list[i].venv.path);
		n++;
	}
	error("'%s' could be %s%s; name the path", shown(name), b.data, n < count ? ", …" : "");
}

void envs_complain(const struct envs *envs, const char *name)
{
	const struct env *first;
	size_t count = envs_match(envs, name, &first);
	struct suggestion near;
	struct buf b = BUF_INIT;

	if (count) {
		complain_of_several(envs, name, count);
		return;
	}
	if (venv_name_is_generic(name)) {
		error("no environment '%s' here; name its path, or its project", shown(name));
		return;
	}
	suggest_init(&near, name);
	for (size_t i = 0; i < envs->count; i++)
		suggest_offer(&near, envs->list[i].name);
	if (!suggest_put(&b, &near, ""))
		buf_puts(&b, "; 'avenv list' shows those that are known");
	error("no environment '%s'%s", shown(name), b.data);
}

void envs_tell_cut_short(const struct envs *envs)
{
	if (envs->cut_short)
		note("the allowed trees are too large: not all of them were "
		     "searched");
}
