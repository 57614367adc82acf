/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/lockfile.h"

#include <fcntl.h>

#include "core/file.h"
#include "core/path.h"

#include "core/banned.h"

static const struct {
	const char *file, *command;
} tools[] = {
	{ "uv.lock", "uv sync" },        { "poetry.lock", "poetry install" },
	{ "pdm.lock", "pdm install" },   { "Pipfile.lock", "pipenv sync" },
	{ "Pipfile", "pipenv install" }, { "environment.yml", "" },
	{ "environment.yaml", "" },
};

const char *lockfile_command(const char *dir, const char *home, const char **file)
{
	for (;; dir = path_parent(dir)) {
		for (size_t i = 0; i < ARRAY_SIZE(tools); i++) {
			*file = tools[i].file;
			if (file_exists(AT_FDCWD, path_join(dir, *file)) > 0)
				return tools[i].command;
		}
		if (streq(dir, "/") || (home && streq(dir, home)))
			return NULL;
	}
}
