/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pyenv-virtualenv: the word in .python-version names ROOT/versions/WORD, a link to
 * ROOT/versions/X.Y.Z/envs/WORD. Other words name a Python. PYENV_VERSION, which `pyenv shell`
 * sets, takes precedence over the file.
 */
#include <fcntl.h>

#include "core/path.h"
#include "finders/store.h"
#include "formats/python_name.h"

/* pyenv-virtualenv made PATH, by its name or the text of the link. No link is followed. */
static bool is_pyenv_env(const char *path)
{
	const char *link = file_link_text(AT_FDCWD, path);

	return link ? strstr(link, "/envs/") != NULL : venv_exists(path) > 0;
}

static const char *pyenv_dir(const struct toml *settings)
{
	const char *root = settings_path("PYENV_ROOT");

	root = root ? root : settings_home(".pyenv");
	return root ? path_join(root, "versions") : NULL;
}

static bool look_for_pyenv_virtualenv(struct search *search, struct candidate *c,
				      const struct store_place *place)
{
	const char *word = tool_variable("PYENV_VERSION"), *path;
	struct text text;

	if (file_slurp(c->path, FILE_MAX, &text))
		return false;
	word = word ? word : python_version_word(text.data);
	path = path_join(place->dir, word);
	return path_is_name(word) && is_pyenv_env(path) &&
	       store_use_project_choice(search, c, path);
}

const struct store store_pyenv = {
	.tool = "pyenv",
	.file = ".python-version",
	.dir = pyenv_dir,
	.above = 1,
	.depth = 2,
	.look = look_for_pyenv_virtualenv,
};
