/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/lockfile.h"

#include <fcntl.h>
#include <string.h>

#include "core/file.h"
#include "core/path.h"

#include "core/banned.h"

static const struct {
	const char *file, *command;
	/** the tool makes the environment, too */
	bool makes;
} needs[] = {
	{ "uv.lock", "uv sync", true },
	{ "poetry.lock", "poetry install", true },
	{ "pdm.lock", "pdm install", true },
	{ "Pipfile.lock", "pipenv sync", true },
	{ "Pipfile", "pipenv install", true },
	{ "environment.yml", "", true },
	{ "requirements.txt", "pip install -r requirements.txt", false },
	{ "pyproject.toml", "pip install -e .", false },
};

/* Many a pyproject.toml only configures linters. */
static bool is_package(const char *path)
{
	struct text text;

	return !file_slurp(path, FILE_MAX, &text) &&
	       (strstr(text.data, "[project]") || strstr(text.data, "[build-system]"));
}

static bool has(const char *dir, const char *file)
{
	const char *path = path_join(dir, file);

	return file_exists(AT_FDCWD, path) > 0 &&
	       (!streq(file, "pyproject.toml") || is_package(path));
}

const char *lockfile_command(const char *dir, const char *home, const char **file)
{
	for (;; dir = path_parent(dir)) {
		for (size_t i = 0; i < ARRAY_SIZE(needs); i++) {
			*file = needs[i].file;
			if (needs[i].makes && has(dir, *file))
				return needs[i].command;
		}
		if (streq(dir, "/") || (home && streq(dir, home)))
			return NULL;
	}
}

const char *lockfile_install(const char *project)
{
	for (size_t i = 0; i < ARRAY_SIZE(needs); i++)
		if (*needs[i].command && has(project, needs[i].file))
			return needs[i].command;
	return NULL;
}
