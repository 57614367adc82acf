/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finders/declared_files.h"

#include "core/path.h"
#include "formats/toml_file.h"

static bool has_project(const char *dir, const struct toml *root)
{
	return toml_at(root, "project");
}

static bool has_build_system(const char *dir, const struct toml *root)
{
	return toml_at(root, "build-system");
}

const struct declared_file file_pylock = { .name = "pylock.toml", .is_compared = true };
const struct declared_file file_requirements = { .name = "requirements.txt", .is_compared = true };
const struct declared_file file_project = { .name = "pyproject.toml",
					    .counts = has_project,
					    .is_compared = true };
const struct declared_file file_build = { .name = "pyproject.toml", .counts = has_build_system };
const struct declared_file file_setup = { .name = "setup.py" };
const struct declared_file file_conda = { .name = "environment.yml", .refused = true };
const struct declared_file file_conda_yaml = { .name = "environment.yaml", .refused = true };
const struct declared_file file_pixi = { .name = "pixi.toml", .refused = true };

#define ROW(kind) &file_##kind,
const struct declared_file *const declared_files[] = { DECLARED_FILES(ROW) NULL };

bool declares_one(const struct toml *table, const char *const *keys)
{
	while (*keys && !toml_at(table, *keys))
		keys++;
	return *keys;
}

const struct declared_file *declared_in(const char *dir)
{
	const char *pyproject = path_join(dir, "pyproject.toml");
	const struct toml *root = NULL;

	for (const struct declared_file *const *f = declared_files; *f; f++) {
		if (file_exists(path_join(dir, (*f)->name)) <= 0)
			continue;
		if (!(*f)->counts)
			return *f;
		root = root ? root : toml_read_project_file(pyproject, NULL);
		if ((*f)->counts(dir, root))
			return *f;
	}
	return NULL;
}
