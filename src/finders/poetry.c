/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * poetry: STORE/NAME-HASH-pyX.Y, where HASH is of the project's real path.  By HASH alone a
 * project that was renamed is found, too.
 */
#include <stdlib.h>

#include "core/path.h"
#include "finders/finders.h"
#include "finders/store.h"
#include "finders/toml.h"

#include "core/banned.h"

static const char *default_cache(const struct search *search)
{
	return store_user_dir(search, "XDG_CACHE_HOME", STORE_CACHE, "pypoetry");
}

static const char *there(const struct search *search)
{
	if (is_set(getenv("POETRY_VIRTUALENVS_PATH")))
		return store_variable(search, "POETRY_VIRTUALENVS_PATH");
	if (is_set(getenv("POETRY_CACHE_DIR")))
		return store_variable(search, "POETRY_CACHE_DIR");
	return default_cache(search);
}

static bool used(struct search *search)
{
	return store_is_there(search, TOOL_POETRY, there);
}

/* The setting KEY of the project's poetry.toml, LOCAL, else of the user; NULL: none. */
static const char *setting(struct search *search, const char *local, const char *key, bool *own)
{
	const char *dir = store_variable(search, "POETRY_CONFIG_DIR"), *value;

	value = toml_string(local, key);
	if (value) {
		*own = false;
		return value;
	}
	if (!dir)
		dir = store_user_dir(search, "XDG_CONFIG_HOME", STORE_CONFIG, "pypoetry");
	return toml_string(
		store_settings(search, TOOL_POETRY, dir ? path_join(dir, "config.toml") : NULL),
		key);
}

/* VALUE as a path; *OWN stays true where it is absolute. */
static const char *place(struct search *search, const char *value, bool *own)
{
	const char *path = store_absolute(search, value);

	if (path)
		return path;
	*own = false;
	if (starts_with(value, "{project-dir}"))
		value += strlen("{project-dir}");
	return path_clean(search_path(search, value + strspn(value, "/")));
}

/* The store for search->dir; *OWN: the user chose it, not the project. */
static const char *store(struct search *search, bool *own)
{
	const char *path = store_variable(search, "POETRY_VIRTUALENVS_PATH"), *cache;
	const char *local = "";
	struct text text;

	*own = true;
	if (path)
		return path;
	if (!file_slurp(search_path(search, "poetry.toml"), FILE_MAX, &text))
		local = text.data;
	path = setting(search, local, "virtualenvs.path", own);
	if (path && !starts_with(path, "{cache-dir}"))
		return place(search, path, own);
	cache = store_variable(search, "POETRY_CACHE_DIR");
	if (!cache) {
		cache = setting(search, local, "cache-dir", own);
		cache = cache ? place(search, cache, own) : default_cache(search);
	}
	path = path ? path + strlen("{cache-dir}") : "virtualenvs";
	return cache ? path_clean(path_join(cache, path + strspn(path, "/"))) : NULL;
}

/* The text of envs.toml, ENVS, chose the environment NAME, which has TAG. */
static bool is_chosen(const char *envs, const char *name, const char *tag)
{
	const char *end = strstr(name, tag) + strlen(tag) - strlen("-py"), *minor;
	struct buf key = BUF_INIT;

	buf_put(&key, name, (size_t)(end - name));
	buf_puts(&key, ".minor");
	minor = toml_string(envs, key.data);
	return minor && streq(minor, end + strlen("-py"));
}

/* The environment of several in the store PATH that counts. */
static const char *choose(const char *path, const struct strings *envs, const char *tag,
			  const char *newest)
{
	struct text text;

	if (envs->count < 2 || file_slurp(path_join(path, "envs.toml"), FILE_MAX, &text))
		return newest;
	for (size_t i = 0; i < envs->count; i++)
		if (is_chosen(text.data, envs->list[i], tag))
			return envs->list[i];
	return newest;
}

static bool look(struct search *search, struct candidate *c)
{
	const char *path, *newest;
	struct buf tag = BUF_INIT;
	struct strings envs;
	bool own;

	if (!store_has_pyproject(search))
		return false;
	path = store(search, &own);
	if (!path)
		return false;
	store_candidate(search, c, "poetry", own ? "pyproject.toml" : "poetry.toml");
	/* Its name is not sought before the user's word. */
	if (!own && !store_is_followed(search))
		return store_chosen(search, c, path);
	buf_putl(&tag, "-", store_id(store_real(search)), "-py");
	envs = store_matches(search, TOOL_POETRY, path, tag.data, &newest);
	if (!envs.count)
		return false;
	path = path_join(path, choose(path, &envs, tag.data, newest));
	return own ? store_tied(search, c, path) : store_chosen(search, c, path);
}

const struct finder find_poetry = { .name = "poetry", .used = used, .look = look };
