/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/declared_files.h"

#include "core/path.h"
#include "formats/toml_file.h"

const struct declared_file declared_files[] = {
	[DECLARED_UV_LOCK] = { .name = "uv.lock",
			       .is_compared = true,
			       .project = "pyproject.toml" },
	[DECLARED_POETRY_LOCK] = { .name = "poetry.lock",
				   .is_compared = true,
				   .project = "pyproject.toml" },
	[DECLARED_PDM_LOCK] = { .name = "pdm.lock",
				.is_compared = true,
				.project = "pyproject.toml" },
	[DECLARED_PIPFILE_LOCK] = { .name = "Pipfile.lock",
				    .is_compared = true,
				    .project = "Pipfile" },
	[DECLARED_PIPFILE] = { .name = "Pipfile", .is_compared = true },
	[DECLARED_PYLOCK] = { .name = "pylock.toml", .is_compared = true },
	/* Only the tool reads these settings; pip's users may have those of uv and pdm. */
	[DECLARED_UV] = { .name = "pyproject.toml",
			  .keys = { "tool.uv.workspace", "tool.uv.sources", "tool.uv.package",
				    "tool.uv.dev-dependencies", "tool.uv.index",
				    "tool.uv.index-url", "tool.uv.extra-index-url",
				    "tool.uv.constraint-dependencies",
				    "tool.uv.override-dependencies", "tool.uv.default-groups" },
			  .is_compared = true },
	[DECLARED_REQUIREMENTS] = { .name = "requirements.txt", .is_compared = true },
	[DECLARED_POETRY] = { .name = "pyproject.toml",
			      .keys = { "tool.poetry" },
			      .is_compared = true },
	[DECLARED_PDM] = { .name = "pyproject.toml",
			   .keys = { "tool.pdm.dev-dependencies", "tool.pdm.source",
				     "tool.pdm.distribution", "tool.pdm.resolution",
				     "tool.pdm.options", "tool.pdm.scripts", "tool.pdm.workspace" },
			   .is_compared = true },
	/* See hatch_skips_install() */
	[DECLARED_HATCH] = { .name = "pyproject.toml",
			     .keys = { "tool.hatch.envs.default.skip-install" } },
	[DECLARED_PROJECT] = { .name = "pyproject.toml",
			       .keys = { "project" },
			       .is_compared = true },
	[DECLARED_CONDA] = { .name = "environment.yml", .refused = true },
	[DECLARED_CONDA_YAML] = { .name = "environment.yaml", .refused = true },
	[DECLARED_PIXI] = { .name = "pixi.toml", .refused = true },
	[DECLARED_BUILD] = { .name = "pyproject.toml", .keys = { "build-system" } },
	[DECLARED_SETUP] = { .name = "setup.py" },
};

/* Settings of uv that change what `uv sync` installs, and count beside [project] alone. */
static const char *const uv_settings[] = {
	"tool.uv.find-links",
	"tool.uv.no-index",
	"tool.uv.index-strategy",
	"tool.uv.exclude-newer",
	"tool.uv.exclude-newer-package",
	"tool.uv.prerelease",
	"tool.uv.resolution",
	"tool.uv.exclude-dependencies",
	"tool.uv.dependency-metadata",
	"tool.uv.dependency-groups",
	"tool.uv.build-constraint-dependencies",
	"tool.uv.extra-build-dependencies",
	"tool.uv.no-build-isolation",
	"tool.uv.no-build-isolation-package",
	"tool.uv.no-binary",
	"tool.uv.no-binary-package",
	"tool.uv.no-build",
	"tool.uv.no-build-package",
	"tool.uv.environments",
	"tool.uv.conflicts",
	"tool.uv.required-version",
	NULL,
};

/* ROOT has one of KEYS; or UV, a uv.toml or NULL, has it. */
static bool has_one(const char *const *keys, const struct toml *root, const struct toml *uv)
{
	while (*keys && !toml_at(root, *keys) && !(uv && toml_at(uv, *keys + strlen("tool.uv."))))
		keys++;
	return *keys;
}

/* hatch.toml in DIR, else ROOT, the pyproject.toml, keeps the project out of its environment. */
static bool hatch_skips_install(const char *dir, const struct toml *root)
{
	const char *key = *declared_files[DECLARED_HATCH].keys, *own = key + strlen("tool.hatch.");
	const struct toml *file;

	if (!toml_at(root, "project"))
		return false;
	file = toml_read_project_file(path_join(dir, "hatch.toml"), NULL);
	return toml_at(file, own) ? toml_true_at(file, own) : toml_true_at(root, key);
}

/* ROOT, the pyproject.toml in DIR, has a key of FILE; for uv also the uv.toml beside [project]. */
static bool has_key(const struct declared_file *file, const char *dir, const struct toml *root)
{
	const struct toml *project = toml_at(root, "project"), *uv = NULL;
	bool is_uv = file == &declared_files[DECLARED_UV];

	if (file == &declared_files[DECLARED_HATCH])
		return hatch_skips_install(dir, root);
	/* uv refuses a project with `managed = false`. */
	if (is_uv && toml_at(root, "tool.uv.managed") && !toml_true_at(root, "tool.uv.managed"))
		return false;
	if (is_uv && project)
		uv = toml_read_project_file(path_join(dir, "uv.toml"), NULL);
	return has_one(file->keys, root, uv) ||
	       (is_uv && project && has_one(uv_settings, root, uv));
}

const struct declared_file *declared_in(const char *dir)
{
	const char *pyproject = path_join(dir, "pyproject.toml");
	const struct toml *root = NULL;

	for (const struct declared_file *f = declared_files; f < declared_files + DECLARED_COUNT;
	     f++) {
		if (file_exists(path_join(dir, f->name)) <= 0)
			continue;
		if (!*f->keys)
			return f;
		root = root ? root : toml_read_project_file(pyproject, NULL);
		if (has_key(f, dir, root))
			return f;
	}
	return NULL;
}
