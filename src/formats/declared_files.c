/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/declared_files.h"

const struct declared_file declared_files[] = {
	[DECLARED_UV_LOCK] = { "uv.lock", .is_compared = true, .project = "pyproject.toml" },
	[DECLARED_POETRY_LOCK] = { "poetry.lock", .is_compared = true,
				   .project = "pyproject.toml" },
	[DECLARED_PDM_LOCK] = { "pdm.lock", .is_compared = true, .project = "pyproject.toml" },
	[DECLARED_PIPFILE_LOCK] = { "Pipfile.lock", .is_compared = true, .project = "Pipfile" },
	[DECLARED_PIPFILE] = { "Pipfile" },
	[DECLARED_PYLOCK] = { "pylock.toml", .is_compared = true },
	/* Only the tool reads these settings; pip's users may have those of uv and pdm. */
	[DECLARED_UV] = { "pyproject.toml",
			  { "tool.uv.workspace", "tool.uv.sources", "tool.uv.package",
			    "tool.uv.dev-dependencies", "tool.uv.index", "tool.uv.index-url",
			    "tool.uv.extra-index-url", "tool.uv.constraint-dependencies",
			    "tool.uv.override-dependencies", "tool.uv.default-groups" },
			  .is_compared = true },
	[DECLARED_REQUIREMENTS] = { "requirements.txt", .is_compared = true },
	[DECLARED_POETRY] = { "pyproject.toml", { "tool.poetry" }, .is_compared = true },
	[DECLARED_PDM] = { "pyproject.toml",
			   { "tool.pdm.dev-dependencies", "tool.pdm.source",
			     "tool.pdm.distribution", "tool.pdm.resolution", "tool.pdm.options",
			     "tool.pdm.scripts" },
			   .is_compared = true },
	[DECLARED_PROJECT] = { "pyproject.toml", { "project" }, .is_compared = true },
	[DECLARED_CONDA] = { "environment.yml" },
	[DECLARED_CONDA_YAML] = { "environment.yaml" },
	[DECLARED_PIXI] = { "pixi.toml" },
	[DECLARED_BUILD] = { "pyproject.toml", { "build-system" } },
	[DECLARED_SETUP] = { "setup.py" },
};
