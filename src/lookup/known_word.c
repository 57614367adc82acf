/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way from a typed word to a known environment, and back. */

#include "core/path.h"
#include "lookup/known.h"
#include "lookup/suggest.h"
#include "print/msg.h"
#include "print/paste.h"

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

/** The environments to which a word may refer */
struct matches {
	/** path of the last one */
	const char *path;
	size_t count;
	/** all of them: "'web', '~/src/shop/.venv'" */
	struct buf words;
};

static void add_match(struct matches *m, const char *path, const char *word)
{
	m->path = path;
	buf_putl(&m->words, m->count++ ? ", '" : "'", shown(word), "'");
}

/* PATH as it is typed from this directory: "./env", if it is in it. */
static const char *path_from_here(const struct context *ctx, const char *path)
{
	const char *here = ctx->physical.path;

	if (!here || !path_under(path, here) || streq(path, here))
		return path;
	return joined("./", path_relative(path, here));
}

/*
 * Set M to the environments for which MATCHES(env, WORD) and that have that name, and REFUSED to
 * those that are named by their path only.
 */
static void match(struct context *ctx, const struct known *known, const char *word,
		  bool (*matches)(const struct env *env, const char *name), struct matches *m,
		  struct matches *refused)
{
	*m = *refused = (struct matches){ .words = BUF_INIT };
	for (size_t i = 0; i < known->count; i++) {
		const struct env *env = &known->list[i];
		const char *path = env->real.path;

		if (!matches(env, word))
			continue;
		if (known_has_name(&ctx->trust, env))
			add_match(m, path, env_word(&ctx->trust, env));
		else
			add_match(refused, path, path_from_here(ctx, path));
	}
}

int known_refuse(struct context *ctx, const char *env, const char *path)
{
	const char *near = path_from_here(ctx, path);

	return error("'%s' is %snot allowed; %s names it by its path", shown(near),
		     near == path ? "" : "here, and ",
		     paste_quoted(paste_instead(env, paste_word(near))));
}

/* WORD is the path of an entry in this directory, whatever known environment has that name. */
static bool takes_precedence(struct context *ctx, const char *word)
{
	/* Many projects have an environment of such a name. */
	if (venv_name_is_generic(word) || settings_name_is_fixed(&ctx->settings, word))
		return true;
	return ctx->physical.path && trust_named(&ctx->trust, ctx->physical, word);
}

/* WORD is a path. If its state is unknown, later errors say why. */
static bool is_path(const char *word)
{
	return !*word || streq(word, ".") || streq(word, "..") ||
	       (strchr(word, '/') && file_exists(word));
}

/* The word ENV has no match, and REFUSED to be named by it. Prints that, and returns NULL. */
static const char *no_match(struct context *ctx, const struct known *known, const char *env,
			    const struct matches *refused)
{
	const char *near = NULL;

	if (refused->count == 1) {
		known_refuse(ctx, env, refused->path);
		return NULL;
	}
	for (size_t i = 0; i < known->count && !near; i++)
		if (suggest_near(env, known->list[i].name))
			near = known->list[i].name;
	if (refused->count)
		error("'%s' could be %s; they are not allowed, and named by their paths only",
		      shown(env), refused->words.data);
	else
		error("no environment '%s'%s", shown(env),
		      suggest_text(near, "; 'avenv list' shows those that are known"));
	return NULL;
}

const char *known_path(struct context *ctx, const char *env, bool *is_entry)
{
	struct matches m, refused;
	struct known known;

	*is_entry = !strchr(env, '/') && !is_path(env);
	if (is_path(env) || takes_precedence(ctx, env))
		return env;
	known_find(ctx, "", &known);
	match(ctx, &known, env, is_called, &m, &refused);
	if (!m.count && *is_entry && file_exists(env) > 0)
		return env;
	if (!m.count && !refused.count && !*is_entry)
		return env;
	if (!m.count && !refused.count)
		match(ctx, &known, env, begins_with, &m, &refused);
	*is_entry = false;
	if (m.count > 1)
		error("'%s' could be %s; name one of them", shown(env), m.words.data);
	if (m.count)
		return m.count == 1 ? m.path : NULL;
	return no_match(ctx, &known, env, &refused);
}

const char *env_word(struct trust *trust, const struct env *env)
{
	return env->ambiguous || env->means_slot || !known_has_name(trust, env) ? env->real.path :
										  env->name;
}
