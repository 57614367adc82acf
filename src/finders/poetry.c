/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * poetry: STORE/NAME-HASH-pyX.Y; HASH is hash_id() of the project's real path. NAME is not
 * compared, so that a project with a new name is found as well.
 */
#include "core/mem.h"
#include "core/path.h"
#include "finders/declared_files.h"
#include "finders/store.h"
#include "formats/hash.h"
#include "formats/requirement.h"
#include "formats/toml_file.h"

/** Settings of poetry, in its own order: variables, then the project, then the user */
struct poetry {
	const struct toml *project, *user;
	/** a setting that was read is the project's */
	bool by_project;
};

static const char *setting(struct poetry *p, const char *variable, const char *key)
{
	const char *value = tool_variable(variable);

	if (value)
		return value;
	value = toml_string_at(p->project, key);
	p->by_project |= value != NULL;
	return value ? value : toml_string_at(p->user, key);
}

/* The directory of the environments; "{cache-dir}" and "{data-dir}" stand for other settings. */
static const char *poetry_path(struct poetry *p)
{
	static const char *const names[][4] = {
		{ "{cache-dir}", "POETRY_CACHE_DIR", "cache-dir", ".cache/pypoetry" },
		{ "{data-dir}", "POETRY_DATA_DIR", "data-dir", ".local/share/pypoetry" },
	};
	const char *path = setting(p, "POETRY_VIRTUALENVS_PATH", "virtualenvs.path"), *at;

	path = path ? path : "{cache-dir}/virtualenvs";
	for (size_t i = 0; path && i < ARRAY_SIZE(names); i++) {
		const char *value;

		if (!(at = strstr(path, names[i][0])))
			continue;
		value = setting(p, names[i][1], names[i][2]);
		value = value ? value : settings_home(names[i][3]);
		if (!value)
			return NULL;
		path = joined(mem_dup(path, (size_t)(at - path)), value, at + strlen(names[i][0]));
	}
	return tool_path(path, false);
}

static const char *poetry_settings(void)
{
	const char *dir = tool_variable("POETRY_CONFIG_DIR");

	return dir ? path_join(dir, "config.toml") : settings_home(".config/pypoetry/config.toml");
}

static const char *poetry_dir(const struct toml *settings)
{
	struct poetry p = { .user = settings };

	return poetry_path(&p);
}

/* The version in NAME, as poetry calls an environment, "project-HASH-py3.11"; NULL: it has none. */
static const char *version_in(const char *name)
{
	const char *version = NULL;

	for (const char *at = name; (at = strstr(at, "-py"));)
		version = at += strlen("-py");
	return version;
}

/* What `poetry env use` wrote into STORE. */
static const struct toml *choices(const char *store)
{
	return toml_read_user_file(path_join(store, "envs.toml"), NULL);
}

/* The entry of CHOICES for the project of the environment NAME; NULL: there is none. */
static const struct toml *choice_for(const struct toml *choices, const char *name)
{
	const char *version = version_in(name);

	return version ? toml_named(choices,
				    mem_dup(name, (size_t)(version - name) - strlen("-py"))) :
			 NULL;
}

bool poetry_has_chosen(const char *env)
{
	return choice_for(choices(path_parent(env)), path_base(env));
}

/*
 * Keep in ENVS, a project's in STORE, the one for the Python that was chosen; none if that is gone.
 * Without a choice poetry takes the one for its own Python, which only poetry knows.
 */
static void choose(const char *store, struct strings *envs)
{
	const struct toml *file = choices(store);
	struct strings chosen = { 0 };
	bool is_chosen = false;

	for (size_t i = 0; i < envs->count; i++) {
		const char *name = path_base(envs->list[i]);
		const char *minor = toml_string_at(choice_for(file, name), "minor");
		const char *version = version_in(name);

		is_chosen |= minor != NULL;
		if (minor && version && streq(version, minor))
			strings_add(&chosen, envs->list[i]);
	}
	if (is_chosen)
		*envs = chosen;
}

enum {
	/** the Pythons 3.X for which poetry may make an environment */
	MINOR_FIRST = 8,
	MINOR_LAST = 15,
};

/* Await what `poetry install` makes in DIR for a project of poetry's, or of a user of poetry. */
static void await_poetry(struct search *search, const char *dir, const char *tag, bool used)
{
	const struct toml *pyproject = store_pyproject(search, used ? "name" : "poetry");
	const char *name;

	name = toml_string_at(pyproject, "project.name");
	name = name ? name : toml_string_at(pyproject, "tool.poetry.name");
	name = store_env_name(name ? requirement_key(name) : "non-package-mode", "");
	if (!pyproject || !path_is_name(name))
		return;
	for (uint64_t minor = MINOR_FIRST; minor <= MINOR_LAST; minor++) {
		struct buf env = BUF_INIT;

		buf_putl(&env, dir, "/", name, tag, "3.");
		buf_putu(&env, minor);
		store_await(search, env.data);
	}
}

static bool look_for_poetry(struct search *search, struct candidate *c,
			    const struct store_place *place)
{
	const char *file = path_join(search->dir, "poetry.toml"), *dir = place->dir;
	struct poetry p = { .project = store_toml(search, file, ""), .user = place->settings };
	const char *in_project = "virtualenvs.in-project";
	struct buf tag = BUF_INIT;
	struct strings envs;
	bool by_project;

	/* With in-project the environment is .venv, which another finder looks for. */
	if (tool_switch(tool_variable("POETRY_VIRTUALENVS_IN_PROJECT"),
			toml_at(p.project, in_project) ? p.project : p.user, in_project))
		return false;
	if (p.project)
		dir = poetry_path(&p);
	if (!dir)
		return false;
	if (p.by_project) {
		c->name = "poetry.toml";
		c->path = file;
	}
	dir = store_dir(search, &(struct store_place){ .dir = dir }, &by_project);
	by_project |= p.by_project;
	/* A directory that the project chose is searched only if the user allows the project. */
	if (by_project && !store_is_followed(search, c->name))
		return store_use_project_choice(search, c, dir);
	buf_putl(&tag, "-", hash_id(search_real(search).path), "-py");
	store_list(dir, tag.data, NULL, &envs);
	choose(dir, &envs);
	if (!envs.count)
		await_poetry(search, dir, tag.data, place->used);
	return store_use_one(search, c, &envs, by_project);
}

const struct store store_poetry = {
	.tool = "poetry",
	.file = STORE_PYPROJECT,
	.local = "poetry.toml",
	.settings = poetry_settings,
	.dir = poetry_dir,
	.above = 1,
	.by_project = true,
	.look = look_for_poetry,
};

/* ---- files ------------------------------------------------------------------------ */

static bool counts_for_poetry(const char *dir, const struct toml *root)
{
	return toml_at(root, "tool.poetry");
}

const struct declared_file file_poetry_lock = { .name = "poetry.lock",
						.is_compared = true,
						.project = "pyproject.toml",
						.adds = "poetry add",
						.removes = "poetry remove" };
const struct declared_file file_poetry = { .name = "pyproject.toml",
					   .counts = counts_for_poetry,
					   .is_compared = true,
					   .adds = "poetry add",
					   .removes = "poetry remove" };
