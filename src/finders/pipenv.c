/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pipenv: STORE/NAME-HASH, where NAME is the project's directory and HASH is hash_id() of the
 * Pipfile's real path. PIPENV_PYTHON=3.12 has STORE/NAME-HASH-3.12. pipenv takes no other name.
 */
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

/* The name that pipenv gives the environment for PYTHON, unless NULL, of the project. */
static const char *env_name(struct search *search, const char *python)
{
	const char *project = search_real(search).path,
		   *hash = hash_id(path_join(project, "Pipfile"));

	project = store_env_name(path_base(project), " &$`!*@\"()[]\\\r\n\t");
	if (!python)
		return joined(project, "-", hash);
	return joined(project, "-", hash, "-",
		      python[0] == '/' ? path_base(path_trimmed(python)) : python);
}

static bool look_for_pipenv(struct search *search, struct candidate *c,
			    const struct store_place *place)
{
	const char *file, *home, *name, *own_name, *in_project, *env, *dir = place->dir;
	bool by_project = false, by_file = false;

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
	own_name = pipenv_variable(file, "PIPENV_CUSTOM_VENV_NAME", &by_file);
	in_project = pipenv_variable(file, "PIPENV_VENV_IN_PROJECT", &by_file);
	name = own_name ? own_name :
			  env_name(search, pipenv_variable(file, "PIPENV_PYTHON", &by_file));
	if (!path_is_name(name))
		return false;
	env = path_join(dir, name);
	if (venv_exists(env) <= 0) {
		store_await(search, env);
		return false;
	}
	/* With venv_in_project the environment is .venv, which another finder looks for. */
	if (tool_switch(in_project, store_toml(search, c->path, "pipenv"),
			"pipenv.venv_in_project"))
		return false;
	/* A name for the environment does not prove that it is this project's. */
	by_project |= own_name && !names_project(search, env);
	return store_use(search, c, env, by_project);
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
