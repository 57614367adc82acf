/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pipenv: STORE/NAME-HASH; HASH is hash_id() of the Pipfile's real path. */
#include <fcntl.h>

#include "core/path.h"
#include "finders/store.h"
#include "formats/hash.h"

static bool look_for_pipenv(struct search *search, struct candidate *c, const char *dir)
{
	struct buf tag = BUF_INIT;

	if (file_exists(AT_FDCWD, c->path) <= 0)
		return false;
	buf_putl(&tag, "-", hash_id(path_join(store_real(search), "Pipfile")));
	return store_use_tool_env(search, c, store_newest(dir, tag.data, NULL));
}

const struct store store_pipenv = {
	.tool = "pipenv",
	.file = "Pipfile",
	.variable = "WORKON_HOME",
	.place = ".local/share/virtualenvs",
	.look = look_for_pipenv,
};

const char *store_named(const char *dir, const char *word)
{
	const char *store;

	if (strchr(word, '/') || file_exists(AT_FDCWD, path_join(dir, word)) ||
	    file_exists(AT_FDCWD, path_join(dir, store_pipenv.file)) <= 0)
		return NULL;
	store = store_place(&store_pipenv);
	return store ? path_join(store, word) : NULL;
}
