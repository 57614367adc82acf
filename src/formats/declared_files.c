/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/declared_files.h"

const struct declared_file declared_files[] = {
	[DECLARED_UV_LOCK] = { "uv.lock", .is_compared = true, .has_pyproject = true },
	[DECLARED_POETRY_LOCK] = { "poetry.lock", .is_compared = true, .has_pyproject = true },
	[DECLARED_PDM_LOCK] = { "pdm.lock", .is_compared = true, .has_pyproject = true },
	[DECLARED_PIPFILE_LOCK] = { "Pipfile.lock", .is_compared = true },
	[DECLARED_PIPFILE] = { "Pipfile" },
	[DECLARED_PYLOCK] = { "pylock.toml", .is_compared = true },
	[DECLARED_UV_WORKSPACE] = { "pyproject.toml", "tool.uv.workspace" },
	[DECLARED_REQUIREMENTS] = { "requirements.txt", .is_compared = true },
	[DECLARED_PROJECT] = { "pyproject.toml", "project", .is_compared = true },
	[DECLARED_POETRY] = { "pyproject.toml", "tool.poetry" },
	[DECLARED_CONDA] = { "environment.yml" },
	[DECLARED_CONDA_YAML] = { "environment.yaml" },
	[DECLARED_PIXI] = { "pixi.toml" },
};
