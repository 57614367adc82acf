/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hatch: STORE/NAME/HASH/NAME, where HASH is of the project's real path. In ~/.virtualenvs and in a
 * project it is STORE/NAME. HATCH_ENV=ENV chooses another environment of the project, which has ENV
 * for the last NAME.
 */
#include "core/path.h"
#include "finders/declared_files.h"
#include "finders/store.h"
#include "formats/hash.h"
#include "formats/requirement.h"
#include "formats/toml_file.h"

enum {
	/** templates of templates of an environment */
	TEMPLATES_MAX = 8,
};

static const char *hatch_settings(void)
{
	const char *file = tool_variable("HATCH_CONFIG");

	return file ? file : settings_home(".config/hatch/config.toml");
}

static const char *hatch_dir(const struct toml *settings)
{
	const char *dir = toml_string_at(settings, "dirs.env.virtual"),
		   *data = tool_variable("HATCH_DATA_DIR");

	if (dir)
		return tool_path(dir, true);
	data = data ? data : toml_string_at(settings, "dirs.data");
	data = data ? tool_path(data, true) : settings_home(".local/share/hatch");
	return data ? path_join(data, "env/virtual") : NULL;
}

/* The name of the project's environment that counts, in envs of its settings. */
static const char *chosen_env(void)
{
	const char *env = tool_variable("HATCH_ENV");

	return env && path_is_name(env) ? env : "default";
}

/* The path in ENVS, a table of environments, for the one that counts: its own, or its template's. */
static const char *path_in(const struct toml *envs)
{
	const char *name = chosen_env(), *path = NULL;

	for (unsigned i = 0; i < TEMPLATES_MAX && name && !path; i++) {
		const struct toml *env = toml_named(envs, name);
		const char *template = toml_string_at(env, "template");

		template = template ? template : "default";
		path = toml_string_at(env, "path");
		name = env && !streq(template, name) && !toml_true_at(env, "detached") ? template :
											 NULL;
	}
	return path;
}

/* The path that the project or a variable sets for the environment, perhaps relative; or NULL. */
static const char *chosen_path(struct search *search, const struct toml *pyproject,
			       struct candidate *c)
{
	const char *file = path_join(search->dir, "hatch.toml");
	const char *path = tool_variable("HATCH_ENV_TYPE_VIRTUAL_PATH");

	if (path)
		return path;
	path = path_in(toml_at(store_toml(search, file, "envs"), "envs"));
	if (path) {
		c->name = "hatch.toml";
		c->path = file;
		return path;
	}
	return path_in(toml_at(pyproject, "tool.hatch.envs"));
}

/* The name of the project, as hatch has it in paths; HASH is of the project's path. */
static const char *name_of_project(struct search *search, const char *hash)
{
	const struct toml *pyproject = store_pyproject(search, "project");
	const char *name = toml_string_at(pyproject, "project.name");

	return name ? requirement_key(name) : joined(hash, "-unmanaged");
}

static bool look_for_hatch(struct search *search, struct candidate *c,
			   const struct store_place *place)
{
	const struct toml *pyproject = store_pyproject(search, "hatch");
	const char *path = chosen_path(search, pyproject, c), *dir, *hash, *env = NULL,
		   *wrapper = settings_home(".virtualenvs");
	bool is_used = place->used || pyproject;
	struct strings envs;
	bool by_project;

	if (is_set(path))
		return store_use_project_choice(search, c,
						path_clean(path_join(search->dir, path)));
	dir = store_dir(search, place, &by_project);
	hash = hash_id(search_real(search).path);
	if (!streq(chosen_env(), "default"))
		env = chosen_env();
	if (path_under(dir, search->dir) || (wrapper && streq(dir, wrapper))) {
		env = env ? env : name_of_project(search, hash);
		return path_is_name(env) &&
		       store_use_project_choice(search, c, path_join(dir, env));
	}
	if (by_project && !store_is_followed(search, c->name))
		return store_use_project_choice(search, c, dir);
	store_list(dir, "", joined(hash, "/", env ? env : ""), &envs);
	if (!envs.count && is_used) {
		const char *name = name_of_project(search, hash);

		if (path_is_name(name))
			store_await(search,
				    joined(dir, "/", name, "/", hash, "/", env ? env : name));
	}
	return store_use_one(search, c, &envs, by_project);
}

const struct store store_hatch = {
	.tool = "hatch",
	.file = STORE_PYPROJECT,
	.local = "hatch.toml",
	.settings = hatch_settings,
	.dir = hatch_dir,
	.above = 2,
	.depth = 2,
	.by_project = true,
	.look = look_for_hatch,
};

/* ---- files ------------------------------------------------------------------------ */

/*
 * A project that hatch keeps out of its environment, by hatch.toml in DIR, else by ROOT: pip
 * installs any other as hatch does.
 */
static bool counts_for_hatch(const char *dir, const struct toml *root)
{
	static const char own[] = "envs.default.skip-install";
	const struct toml *file;

	if (!toml_at(root, "project"))
		return false;
	file = toml_read_project_file(path_join(dir, "hatch.toml"), NULL);
	return toml_true_at(toml_at(file, own) ? file : toml_at(root, "tool.hatch"), own);
}

const struct declared_file file_hatch = { .name = "pyproject.toml", .counts = counts_for_hatch };
