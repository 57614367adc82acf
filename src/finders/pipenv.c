/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pipenv: STORE/NAME-HASH; HASH is hash_id() of the Pipfile's real path. */
#include <fcntl.h>
#include <stdlib.h>

#include "core/path.h"
#include "finders/declared_files.h"
#include "finders/store.h"
#include "formats/dotenv.h"
#include "formats/hash.h"
#include "formats/toml_file.h"

static const char *pipenv_dir(const struct toml *settings)
{
	const char *dir = tool_variable("WORKON_HOME");

	return dir ? tool_path(dir, false) : settings_home(".local/share/virtualenvs");
}

/* ENV names the project of SEARCH as its own. */
static bool names_project(struct search *search, const char *env)
{
	const char *project = store_path_in(AT_FDCWD, path_join(env, STORE_PROJECT));

	return project && (streq(project, search->dir) || streq(project, search_real(search).path));
}

const char *pipenv_env_file(const char *dir)
{
	const char *file = tool_variable("PIPENV_DOTENV_LOCATION");
	struct text text;

	if (tool_is_on(getenv("PIPENV_DONT_LOAD_ENV")) ||
	    file_slurp(file ? file : path_join(dir, ".env"), FILE_MAX, &text))
		return "";
	return text.data;
}

const char *pipenv_variable(const char *env_file, const char *name, bool *by_project)
{
	const char *value = dotenv_value(env_file, name);

	*by_project |= value != NULL;
	return value ? (*value ? value : NULL) : tool_variable(name);
}

/*
 * Set ENVS to the environments of the project in DIR, called NAME or for PYTHON, unless NULL. If
 * there is none, await what `pipenv install` makes.
 */
static void find_in_store(struct search *search, const char *dir, const char *name,
			  const char *python, struct strings *envs)
{
	const char *project = path_base(search_real(search).path);
	struct buf tag = BUF_INIT;

	*envs = (struct strings){ 0 };
	if (name) {
		if (path_is_name(name) && venv_exists(path_join(dir, name)) > 0)
			strings_add(envs, path_join(dir, name));
		else if (path_is_name(name))
			store_await(search, path_join(dir, name));
		return;
	}
	buf_putl(&tag, "-", hash_id(path_join(search_real(search).path, "Pipfile")),
		 python ? "-" : "", python ? path_base(python) : "");
	store_list(dir, tag.data, NULL, envs);
	project = store_env_name(project, " &$`!*@\"()[]\\\r\n\t");
	if (!envs->count)
		store_await(search, joined(dir, "/", project, tag.data));
}

static bool look_for_pipenv(struct search *search, struct candidate *c,
			    const struct store_place *place)
{
	const char *file, *home, *name, *python, *in_project, *dir = place->dir;
	bool by_project = false, by_file = false;
	struct strings envs;

	if (file_exists(c->path) <= 0)
		return false;
	file = pipenv_env_file(search->dir);
	home = pipenv_variable(file, "WORKON_HOME", &by_project);
	if (by_project && home)
		dir = tool_path(home, true);
	dir = path_clean(path_join(search->dir, dir));
	by_project |= place->dir[0] != '/';
	/* A directory that the project chose is searched only if the user allows the project. */
	if (by_project && !store_is_followed(search, c->name))
		return store_use_project_choice(search, c, dir);
	name = pipenv_variable(file, "PIPENV_CUSTOM_VENV_NAME", &by_file);
	python = pipenv_variable(file, "PIPENV_PYTHON", &by_file);
	in_project = pipenv_variable(file, "PIPENV_VENV_IN_PROJECT", &by_file);
	find_in_store(search, dir, name, python, &envs);
	/* With venv_in_project the environment is .venv, which another finder looks for. */
	if (!envs.count || tool_switch(in_project, store_toml(search, c->path, "pipenv"),
				       "pipenv.venv_in_project"))
		return false;
	/* A name for the environment does not prove that it is this project's. */
	by_project |= name && !names_project(search, envs.list[0]);
	return store_use_one(search, c, &envs, by_project);
}

const struct store store_pipenv = {
	.tool = "pipenv",
	.file = "Pipfile",
	.dir = pipenv_dir,
	.by_project = true,
	.look = look_for_pipenv,
};

const char *store_named(const char *dir, const char *word)
{
	struct store_place place;

	if (strchr(word, '/') || file_exists(path_join(dir, word)) ||
	    file_exists(path_join(dir, store_pipenv.file)) <= 0)
		return NULL;
	store_place(&store_pipenv, &place);
	return place.dir ? path_clean(path_join(path_join(dir, place.dir), word)) : NULL;
}

const struct declared_file file_pipfile_lock = { .name = "Pipfile.lock",
						 .is_compared = true,
						 .project = "Pipfile",
						 .adds = "pipenv install",
						 .removes = "pipenv uninstall" };
const struct declared_file file_pipfile = { .name = "Pipfile",
					    .is_compared = true,
					    .adds = "pipenv install",
					    .removes = "pipenv uninstall" };
