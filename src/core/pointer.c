/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/pointer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

/* A line that can be a path, or NULL. */
static const char *line_path(const char *s, size_t len)
{
	if (len && s[len - 1] == '\r')
		len--;
	if (!len || len >= PATH_MAX || memchr(s, '\0', len))
		return NULL;
	return mem_dup(s, len);
}

const char *pointer_redirect_line(const char *data, size_t len)
{
	if (len && data[len - 1] == '\n')
		len--;
	return memchr(data, '\n', len) ? NULL : line_path(data, len);
}

static int problem(struct candidate *c, const char *text)
{
	c->problem = text;
	return -1;
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

/* The path that the file at PATH, which is no link, holds; or NULL. */
static const char *read_file(const char *dir, struct candidate *c, const char *path)
{
	const char *line;
	struct text text;

	if (file_slurp(path, FILE_MAX, &text)) {
		problem(c, errno == EFBIG ? "the file is too large" : strerror(errno));
		return NULL;
	}
	line = pointer_redirect_line(text.data, text.len);
	if (!line) {
		problem(c, "it is not one line with a path");
		return NULL;
	}
	path = pipenv_path(dir, line);
	return path ? path : path_join(dir, line);
}

int pointer_follow(const char *dir, struct candidate *c, struct chain *env)
{
	const char *path = c->target ? c->target : c->path;

	if (!c->target && c->pointer == POINTER_REDIRECT)
		path = read_file(dir, c, path);
	if (!path)
		return -1;
	if (chain_of(path, env))
		return problem(c, file_leads_nowhere(errno) ? "it leads nowhere" : strerror(errno));
	if (c->pointer == POINTER_LINK && S_ISREG(chain_end(env)->info.mode)) {
		/* A link may lead to a redirect. */
		path = read_file(dir, c, env->path);
		if (!path)
			return -1;
		if (chain_of(path, env))
			return problem(c, "it leads nowhere");
	}
	if (!S_ISDIR(chain_end(env)->info.mode))
		return problem(c, "it does not lead to a directory");
	return 0;
}
