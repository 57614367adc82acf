/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/lockfile.h"

#include <fcntl.h>

#include "core/file.h"
#include "core/path.h"

#include "core/banned.h"

static const struct {
	const char *file, *command;
	bool makes;
} needs[] = {
	{ "uv.lock", "uv sync", true },
	{ "poetry.lock", "poetry install", true },
	{ "pdm.lock", "pdm install", true },
	{ "Pipfile.lock", "pipenv sync", true },
	{ "Pipfile", "pipenv install", true },
	{ "environment.yml", "", true },
	{ "requirements.txt", "pip install -r requirements.txt", false },
};

const char *lockfile_command(const char *dir, const char *top, bool makes, const char **file)
{
	for (;; dir = path_parent(dir)) {
		for (size_t i = 0; i < ARRAY_SIZE(needs); i++) {
			*file = needs[i].file;
			if ((makes ? needs[i].makes : *needs[i].command != '\0') &&
			    file_exists(AT_FDCWD, path_join(dir, *file)) > 0)
				return needs[i].command;
		}
		if (streq(dir, "/") || (top && streq(dir, top)))
			return NULL;
	}
}
