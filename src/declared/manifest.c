/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "declared/manifest.h"

#include <stdlib.h>

#include "core/path.h"
#include "formats/toml_file.h"

const struct manifest manifest_build = { .file = &file_build, .is_tree = true };
const struct manifest manifest_setup = { .file = &file_setup, .is_tree = true };
const struct manifest manifest_conda = { .file = &file_conda,
					 .command = "conda env create -f environment.yml" };
const struct manifest manifest_conda_yaml = { .file = &file_conda_yaml,
					      .command = "conda env create -f environment.yaml" };
const struct manifest manifest_pixi = { .file = &file_pixi, .command = "pixi install" };

#define ROW(kind) &manifest_##kind,
const struct manifest *const manifests[] = { DECLARED_FILES(ROW) NULL };

bool tool_reads_python_version(const struct tool *tool)
{
	return tool && tool->python_variable && !getenv(tool->python_variable);
}

const char *manifest_project_file(const struct manifest *m)
{
	if (m->file->project)
		return m->file->project;
	return m->tool ? m->file->name : "pyproject.toml";
}

const struct toml *manifest_pyproject(const char *dir, const char **fault)
{
	return toml_read_project_file(path_join(dir, "pyproject.toml"), fault);
}

const struct manifest *manifest_of(const char *path)
{
	const char *name = path_base(path);

	if (starts_with(name, "pylock.") && ends_with(name, ".toml"))
		return &manifest_pylock;
	if (streq(name, "pyproject.toml"))
		return &manifest_project;
	for (size_t i = 0; manifests[i]; i++)
		if (streq(manifests[i]->file->name, name))
			return manifests[i];
	return &manifest_requirements;
}

const struct manifest *manifest_in(const char *dir)
{
	const struct declared_file *file = declared_in(dir);
	const struct manifest *const *m = manifests;

	while (*m && (*m)->file != file)
		m++;
	return *m;
}
