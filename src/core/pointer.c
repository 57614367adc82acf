/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/pointer.h"

#include <errno.h>
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
	const char *eol = memchr(data, '\n', len);

	return line_path(data, eol ? (size_t)(eol - data) : len);
}

static int problem(struct candidate *c, const char *text)
{
	c->problem = text;
	return -1;
}

static const char *trimmed(const char *s)
{
	size_t len;

	s += strspn(s, " \t");
	len = strlen(s);
	while (len && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	return mem_dup(s, len);
}

/* Some writers leave spaces around; the standard knows of none. */
const char *pointer_path(const char *dir, const char *line)
{
	const char *path = line ? path_join(dir, line) : NULL;
	struct file_info info;

	if (!path || !file_stat(path, &info))
		return path;
	line = trimmed(line);
	return *line ? path_join(dir, line) : NULL;
}

/* The path that the file at C->path holds, or NULL. */
static const char *read_file(struct search *search, struct candidate *c, const struct accepted *ok)
{
	const char *path;
	struct text text;

	if (file_slurp(c->path, FILE_MAX, &text)) {
		problem(c, errno == EFBIG ? "the file is too large" : strerror(errno));
		return NULL;
	}
	if (ok && path_refused(&search->trust->user, ok, c->path, &text.info, false)) {
		problem(c, "others may write to the file");
		return NULL;
	}
	path = pointer_path(search->dir, pointer_redirect_line(text.data, text.len));
	if (!path)
		problem(c, "it names no directory");
	return path;
}

int pointer_follow(struct search *search, struct candidate *c, const struct accepted *ok)
{
	const char *path = c->path;
	struct file_info info;

	if (c->pointer == POINTER_STORE)
		path = c->target;
	else if (c->pointer == POINTER_REDIRECT)
		path = read_file(search, c, ok);
	if (!path)
		return -1;
	if (file_stat(path, &info))
		return problem(c, errno == ENOENT || errno == ENOTDIR ? "it leads nowhere" :
									strerror(errno));
	if (!S_ISDIR(info.mode))
		return problem(c, "it does not lead to a directory");
	c->path = path;
	return 0;
}
