/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/pointer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

const char *pointer_redirect_line(const char *data, size_t len)
{
	if (len && data[len - 1] == '\n')
		len--;
	if (len && data[len - 1] == '\r')
		len--;
	if (!len || len >= PATH_MAX || memchr(data, '\n', len) || memchr(data, '\0', len))
		return NULL;
	return mem_dup(data, len);
}

/* Beside a Pipfile one word that is nothing here is pipenv's: a name in its store. */
static const char *pipenv_path(const char *dir, const char *word)
{
	const char *store = settings_path("WORKON_HOME"), *home = settings_path("HOME");

	if (strchr(word, '/') || file_exists(AT_FDCWD, path_join(dir, word)) ||
	    file_exists(AT_FDCWD, path_join(dir, "Pipfile")) <= 0)
		return NULL;
	if (!store && (store = settings_path("XDG_DATA_HOME")))
		store = path_join(store, "virtualenvs");
	if (!store && home)
		store = path_join(home, ".local/share/virtualenvs");
	return store ? path_join(store, word) : NULL;
}

/* The path that the redirect at PATH holds; NULL: C->problem says why not. */
static const char *read_redirect(const char *dir, struct candidate *c, const char *path)
{
	const char *line;
	struct text text;

	if (file_slurp(path, FILE_MAX, &text)) {
		c->problem = errno == EFBIG ? "the file is too large" : strerror(errno);
		return NULL;
	}
	line = pointer_redirect_line(text.data, text.len);
	if (!line) {
		c->problem = "it is not one line with a path";
		return NULL;
	}
	path = pipenv_path(dir, line);
	return path ? path : path_join(dir, line);
}

static int resolve(struct candidate *c, const char *path, struct chain *env)
{
	if (!chain_of(path, env))
		return 0;
	c->problem = file_leads_nowhere(errno) ? "it leads nowhere" : strerror(errno);
	return -1;
}

int pointer_follow(const char *dir, struct candidate *c, struct chain *env)
{
	const char *path = c->target ? c->target : c->path;

	if (resolve(c, path, env))
		return -1;
	/* A link may lead to a redirect; a tool's file is none. */
	if (!c->target && S_ISREG(chain_end(env)->info.mode)) {
		path = read_redirect(dir, c, env->path);
		if (!path || resolve(c, path, env))
			return -1;
	}
	if (S_ISDIR(chain_end(env)->info.mode))
		return 0;
	c->problem = "it does not lead to a directory";
	return -1;
}
