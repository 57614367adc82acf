/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pipenv: STORE/NAME-HASH; HASH is hash_id() of the Pipfile's real path. */
#include <fcntl.h>

#include "core/path.h"
#include "finders/declared_files.h"
#include "finders/store.h"
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

/* Set ENVS to the environments of the project in DIR. */
static void find_in_store(struct search *search, const char *dir, struct strings *envs)
{
	const char *name = tool_variable("PIPENV_CUSTOM_VENV_NAME"),
		   *python = tool_variable("PIPENV_PYTHON");
	struct buf tag = BUF_INIT;

	*envs = (struct strings){ 0 };
	if (name && path_is_name(name) && venv_exists(path_join(dir, name)) > 0)
		strings_add(envs, path_join(dir, name));
	if (name)
		return;
	buf_putl(&tag, "-", hash_id(path_join(search_real(search).path, "Pipfile")),
		 python ? "-" : "", python ? path_base(python) : "");
	store_list(dir, tag.data, NULL, envs);
}

static bool look_for_pipenv(struct search *search, struct candidate *c,
			    const struct store_place *place)
{
	const char *dir;
	struct strings envs;
	bool by_project;

	if (file_exists(c->path) <= 0)
		return false;
	dir = store_dir(search, place, &by_project);
	if (by_project && !store_is_followed(search, c->name))
		return store_use_project_choice(search, c, dir);
	find_in_store(search, dir, &envs);
	/* With venv_in_project the environment is .venv, which another finder looks for. */
	if (!envs.count ||
	    tool_switch("PIPENV_VENV_IN_PROJECT", store_toml(search, c->path, "pipenv"),
			"pipenv.venv_in_project"))
		return false;
	/* The user's name for the environment does not prove that it is this project's. */
	by_project |=
		tool_variable("PIPENV_CUSTOM_VENV_NAME") && !names_project(search, envs.list[0]);
	return store_use_one(search, c, &envs, by_project);
}

const struct store store_pipenv = {
	.tool = "pipenv",
	.file = "Pipfile",
	.dir = pipenv_dir,
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
						 .project = "Pipfile" };
const struct declared_file file_pipfile = { .name = "Pipfile", .is_compared = true };
