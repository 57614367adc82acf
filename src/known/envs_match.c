/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name that was typed, among those that are known. */
#include "core/hint.h"
#include "known/envs.h"
#include "known/suggest.h"
#include "print/msg.h"

#include "core/banned.h"

enum {
	/** of several that share a name */
	SHOWN_MAX = 8,
};

/* ENV is called NAME or, with START, its name begins so. */
static bool matches(const struct env *env, const char *name, bool start)
{
	return start ? *name && starts_with(env->name, name) : streq(env->name, name);
}

static size_t count(const struct envs *envs, const char *name, bool start, const struct env **first)
{
	size_t n = 0;

	if (venv_name_is_generic(name))
		return 0;
	for (size_t i = 0; i < envs->count; i++)
		if (matches(&envs->list[i], name, start) && !n++)
			*first = &envs->list[i];
	return n;
}

size_t envs_match(const struct envs *envs, const char *name, const struct env **first)
{
	return count(envs, name, false, first);
}

size_t envs_begin(const struct envs *envs, const char *start, const struct env **first)
{
	return count(envs, start, true, first);
}

static void complain_of_several(const struct envs *envs, const char *name, bool start, size_t count)
{
	struct buf b = BUF_INIT;
	size_t n = 0;

	for (size_t i = 0; i < envs->count && n < SHOWN_MAX; i++) {
		if (!matches(&envs->list[i], name, start))
			continue;
		buf_puts(&b, !n ? "" : n + 1 < count ? ", " : " or ");
		hint_quote(&b, start ? envs->list[i].name : envs->list[i].venv.path);
		n++;
	}
	error("'%s' could be %s%s; name %s", shown(name), b.data, n < count ? ", …" : "",
	      start ? "one of them" : "the path");
}

void envs_complain(const struct envs *envs, const char *name)
{
	const struct env *first;
	size_t exact = envs_match(envs, name, &first), begin = envs_begin(envs, name, &first);
	struct suggestion near;
	struct buf b = BUF_INIT;

	if (exact || begin) {
		complain_of_several(envs, name, !exact, exact ? exact : begin);
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
