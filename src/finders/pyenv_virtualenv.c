/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pyenv-virtualenv: the word in .python-version names ROOT/versions/WORD, a link to
 * ROOT/versions/X.Y.Z/envs/WORD.  Other words name a Python.
 */
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/path.h"
#include "finders/finders.h"
#include "finders/store.h"

#include "core/banned.h"

static const char *versions(const struct search *search)
{
	if (is_set(getenv("PYENV_ROOT"))) {
		const char *root = store_variable(search, "PYENV_ROOT");

		return root ? path_join(root, "versions") : NULL;
	}
	return store_absolute(search, "~/.pyenv/versions");
}

static bool used(struct search *search)
{
	return store_is_there(search, TOOL_PYENV, versions);
}

/* The first word of a line that is no comment; NULL: there is none, or no name. */
static const char *first_word(const char *text)
{
	const char *word;

	for (text += strspn(text, " \t\r\n:"); *text == '#'; text += strspn(text, " \t\r\n:"))
		text += strcspn(text, "\n");
	word = mem_dup(text, strcspn(text, " \t\r\n:"));
	return store_is_name(word) ? word : NULL;
}

/* PATH is what pyenv-virtualenv makes: told without a look to where a link leads. */
static bool is_env(const char *path)
{
	char link[PATH_MAX];
	struct file_info info;
	ssize_t len;

	if (file_lstat(path, &info))
		return false;
	if (!S_ISLNK(info.mode))
		return store_has_env(path, NULL);
	len = readlink(path, link, sizeof(link) - 1);
	link[len > 0 ? len : 0] = '\0';
	return strstr(link, "/envs/") != NULL;
}

static bool look(struct search *search, struct candidate *c)
{
	const char *word, *path;
	struct text text;

	store_candidate(search, c, "pyenv", ".python-version");
	if (file_slurp(c->path, FILE_MAX, &text))
		return false;
	word = first_word(text.data);
	path = word ? path_join(versions(search), word) : NULL;
	return path && is_env(path) && store_chosen(search, c, path);
}

const struct finder find_pyenv_virtualenv = { .name = "pyenv", .used = used, .look = look };
