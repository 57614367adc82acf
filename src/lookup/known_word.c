/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way from a typed word to a known environment, and back. */

#include "lookup/known.h"
#include "lookup/suggest.h"
#include "print/msg.h"

/* ENV is called NAME. */
static bool is_called(const struct env *env, const char *name)
{
	/* `list` prints a name that is not UTF-8 in an escaped form. */
	return streq(env->name, name) || streq(env->short_name, name) ||
	       streq(shown(env->name), name);
}

/* The name of ENV begins with NAME. */
static bool begins_with(const struct env *env, const char *name)
{
	return starts_with(env->name, name);
}

/*
 * The path of the only environment for which MATCHES(env, NAME); else NULL. *COUNT is the number of
 * matches. Several matches are printed as an error.
 */
static const char *match(const struct known *known, const char *name,
			 bool (*matches)(const struct env *env, const char *name), size_t *count)
{
	struct buf several = BUF_INIT;
	const char *path = NULL;

	*count = 0;
	for (size_t i = 0; i < known->count; i++) {
		const struct env *env = &known->list[i];

		if (!matches(env, name))
			continue;
		buf_putl(&several, (*count)++ ? ", '" : "'", shown(env_word(env)), "'");
		path = env->real.path;
	}
	if (*count > 1)
		error("'%s' could be %s; name one of them", shown(name), several.data);
	return *count == 1 ? path : NULL;
}

/* WORD is the path of an entry in this directory, whatever known environment has that name. */
static bool is_entry(struct context *ctx, const char *word)
{
	if (!*word || streq(word, ".") || streq(word, ".."))
		return true;
	/* If the state of a path is unknown, later errors say why. */
	if (strchr(word, '/') && file_exists(word))
		return true;
	/* Many projects have an environment of such a name. */
	if (venv_name_is_generic(word) || settings_name_is_fixed(&ctx->settings, word))
		return true;
	return ctx->physical.path && trust_named(&ctx->trust, ctx->physical, word);
}

const char *known_path(struct context *ctx, const char *env)
{
	const char *path, *near = NULL;
	struct known known;
	size_t count;

	if (is_entry(ctx, env))
		return env;
	known_find(ctx, "", &known);
	path = match(&known, env, is_called, &count);
	if (count)
		return path;
	if (strchr(env, '/') || file_exists(env) > 0)
		return env;
	path = match(&known, env, begins_with, &count);
	if (count)
		return path;
	for (size_t i = 0; i < known.count && !near; i++)
		if (suggest_near(env, known.list[i].name))
			near = known.list[i].name;
	error("no environment '%s'%s", shown(env),
	      suggest_text(near, "; 'avenv list' shows those that are known"));
	return NULL;
}

const char *env_word(const struct env *env)
{
	return env->ambiguous ? env->real.path : env->name;
}
