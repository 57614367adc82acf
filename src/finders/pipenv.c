/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pipenv: STORE/NAME-HASH, where HASH is of the Pipfile's real path. */
#include <fcntl.h>
#include <stdlib.h>

#include "core/path.h"
#include "finders/finders.h"
#include "finders/store.h"

#include "core/banned.h"

static const char *store(const struct search *search)
{
	if (is_set(getenv("WORKON_HOME")))
		return store_variable(search, "WORKON_HOME");
	/* On each system: pipenv knows of no other. */
	return store_user_dir(search, "XDG_DATA_HOME", ".local/share", "virtualenvs");
}

static bool used(struct search *search)
{
	return store_is_there(search, TOOL_PIPENV, store);
}

/* The name that the user chose: whose it is its .project tells. */
static bool look_named(struct search *search, struct candidate *c, const char *name)
{
	const char *env = path_join(store(search), name), *project;

	if (!store_is_name(name))
		return false;
	project = store_project(env);
	return project && streq(project, store_real(search)) && store_tied(search, c, env);
}

static bool look(struct search *search, struct candidate *c)
{
	const char *name = getenv("PIPENV_CUSTOM_VENV_NAME"), *python = getenv("PIPENV_PYTHON");
	const char *real;
	struct buf env = BUF_INIT;

	store_candidate(search, c, "pipenv", "Pipfile");
	if (file_exists(AT_FDCWD, c->path) <= 0)
		return false;
	if (is_set(name))
		return look_named(search, c, name);
	real = store_real(search);
	buf_putl(&env, store_clean_name(path_base(real), " &$`!*@\"()[]\\\r\n\t"), "-",
		 store_id(path_join(real, "Pipfile")));
	if (is_set(python))
		buf_putl(&env, "-", path_base(python));
	return store_tied(search, c, path_join(store(search), env.data));
}

const struct finder find_pipenv = { .name = "pipenv", .used = used, .look = look };
