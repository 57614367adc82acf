/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * poetry: STORE/NAME-HASH-pyX.Y; HASH is hash_id() of the project's real path. NAME is not
 * compared, so that a project with a new name is found as well.
 */
#include "core/path.h"
#include "finders/store.h"
#include "formats/hash.h"
#include "formats/toml.h"

/* The string at KEY in the TOML file PATH; NULL: none. */
static const char *string_in(const char *path, const char *key)
{
	struct text text;

	if (file_slurp(path, TOML_FILE_MAX, &text))
		return NULL;
	return toml_string_at(toml_parse(text.data, text.len, NULL), key);
}

static const char *setting(const char *path)
{
	return string_in(path, "virtualenvs.path");
}

/* The setting in the user's config.toml, which may be a link. */
static const char *user_setting(void)
{
	const char *path = settings_home(".config/pypoetry/config.toml");
	struct real_path chain;

	return path && !real_path_read(path, &chain) ? setting(chain.path) : NULL;
}

/*
 * The environment for the Python in the store's envs.toml: ENV, or another one of TAG. ENV if that
 * file names none.
 */
static const char *choose_by_envs_toml(const char *store, const char *env, const char *tag)
{
	const char *name = path_base(env), *minor;
	size_t len = (size_t)(strstr(name, tag) - name) + strlen(tag) - strlen("-py");
	struct buf b = BUF_INIT;

	buf_put(&b, name, len);
	buf_puts(&b, ".minor");
	minor = string_in(path_join(store, "envs.toml"), b.data);
	if (!minor)
		return env;
	buf_cut(&b, len);
	buf_putl(&b, "-py", minor);
	name = path_join(store, b.data);
	return path_is_name(b.data) && venv_exists(name) > 0 ? name : env;
}

static bool look_for_poetry(struct search *search, struct candidate *c, const char *dir)
{
	const char *path = dir, *local = NULL, *env;
	struct buf tag = BUF_INIT;

	if (!settings_path(store_poetry.variable)) {
		local = setting(path_join(search->dir, "poetry.toml"));
		path = local ? path_clean(path_join(search->dir, local)) : user_setting();
		path = path ? path : dir;
	}
	if (path[0] != '/')
		return false;
	if (local) {
		c->name = "poetry.toml";
		c->path = path_join(search->dir, c->name);
		/* The store is not searched before the user allows it. */
		if (!store_is_followed(search, c->name))
			return store_use_project_choice(search, c, path);
	}
	buf_putl(&tag, "-", hash_id(store_real(search)), "-py");
	env = store_newest(path, tag.data, NULL);
	if (!env)
		return false;
	env = choose_by_envs_toml(path, env, tag.data);
	return local ? store_use_project_choice(search, c, env) :
		       store_use_tool_env(search, c, env);
}

const struct store store_poetry = {
	.tool = "poetry",
	.file = STORE_PYPROJECT,
	.variable = "POETRY_VIRTUALENVS_PATH",
	.place = ".cache/pypoetry",
	.below = "virtualenvs",
	.variable_is_dir = true,
	.look = look_for_poetry,
};
