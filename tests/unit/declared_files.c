/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 78 80 */
/* The order in which declared files count: of a project with all of them, and after each is removed. */
#include "finders/declared_files.h"
#include "declared/manifest.h"
#include "test.h"

static const char pyproject[] = "[project]\nname = 'x'\n[tool.uv.workspace]\n";

TEST(kinds)
{
	for (size_t i = 0; declared_files[i]; i++)
		put_file(declared_files[i]->name, declared_files[i]->counts ? pyproject : "");
	for (size_t i = 0; declared_files[i]; i++) {
		const char *name = declared_files[i]->name;

		/* The tables of pyproject.toml are one file: the first of them counts. */
		if (!file_exists(at(name)))
			continue;
		row_text(name, manifest_in(at(""))->file->name, name);
		scratch_remove(name);
	}
	assert_null(manifest_in(at("")));
}

/* The place of the first file called NAME, of KIND, or NULL: any. */
static size_t place(const char *name, const struct declared_file *kind)
{
	size_t i = 0;

	while (!streq(declared_files[i]->name, name) || (kind && declared_files[i] != kind))
		i++;
	return i;
}

/* What a tool has locked comes first, then what only it reads; what says less comes later. */
TEST(order)
{
	for (size_t i = 0; manifests[i]; i++) {
		const struct declared_file *file = manifests[i]->file;

		if (file->project) {
			assert_true(i < place(file->project, NULL));
			assert_true(i < place("pylock.toml", NULL));
		}
		if (manifests[i]->tool)
			assert_true(i < place("pyproject.toml", &file_project));
	}
	assert_true(place("pyproject.toml", &file_uv) < place("requirements.txt", NULL));
	assert_true(place("requirements.txt", NULL) < place("pyproject.toml", &file_project));
	assert_true(place("pyproject.toml", &file_project) < place("setup.py", NULL));
}

MAIN(NULL)
