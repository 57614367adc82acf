/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 78 80 */
/*
 * The order in which declared files count: of a project with all of them, and after each is
 * removed.
 */
#include "finders/declared_files.h"
#include "declared/manifest.h"
#include "test.h"

static const char pyproject[] = "[project]\nname = 'x'\n[tool.poetry]\n[tool.uv.workspace]\n";

/** the tables of pyproject.toml are one file: the first of them counts */
static const char *const order[] = {
	"uv.lock",         "poetry.lock",      "pdm.lock",       "Pipfile.lock",
	"Pipfile",         "pylock.toml",      "pyproject.toml", "requirements.txt",
	"environment.yml", "environment.yaml", "pixi.toml",
};

TEST(kinds)
{
	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		put_file(order[i], streq(order[i], "pyproject.toml") ? pyproject : "");
	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		row_text(order[i], manifest_in(at(""))->file->name, order[i]);
		scratch_remove(order[i]);
	}
	assert_null(manifest_in(at("")));
}

TEST(rows)
{
	for (size_t i = 0; declared_files[i] || manifests[i]; i++)
		assert_ptr_equal(manifests[i]->file, declared_files[i]);
}

MAIN(NULL)
