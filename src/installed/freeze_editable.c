/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `freeze` of an editable: "-e git+URL@COMMIT#egg=NAME", or a comment and "-e PATH", as pip prints
 * them. Only git is asked: programs of other version control systems run code of the project.
 */
#include <ctype.h>

#include "core/mem.h"
#include "core/path.h"
#include "installed/editable.h"
#include "installed/freeze.h"
#include "print/msg.h"
#include "system/git.h"

/* PATH is in a work tree of git, or git did not answer in time. */
static bool is_in_git(const char *path)
{
	static const char *const question[] = { "rev-parse", "--show-toplevel", NULL };
	struct child git;
	int status;

	if (!file_reachable(path))
		return false;
	if (file_reachable(path_join(path, ".git")))
		return true;
	status = git_ask(path, "", question, &git);
	return !status || status == GIT_LATE;
}

/*
 * The URL in ANSWER, the output of `git config --get-regexp`: the URL of origin, else of the first
 * remote; NULL: none. As in pip, a URL is the text between the first and the second space of a
 * line.
 */
static const char *remote_url(const char *answer)
{
	static const char origin[] = "\nremote.origin.url ";
	const char *line = starts_with(answer, origin + 1) ? answer : strstr(answer, origin);

	line = line ? line + (*line == '\n') : answer;
	line += strcspn(line, " \n");
	return *line == ' ' ? mem_dup(line + 1, strcspn(line + 1, " \t\r\n")) : NULL;
}

/*
 * The length of the word at S, as \w+ of Python's re matches it; any byte beyond ASCII is a letter.
 */
static size_t word_len(const char *s)
{
	size_t len = 0;

	while (isalnum((unsigned char)s[len]) || s[len] == '_' || (s[len] & 0x80))
		len++;
	return len;
}

/* "ssh://me@host/path" for URL "me@host:path". NULL: URL has another form. */
static const char *scp_url(const char *url)
{
	size_t host = strcspn(url, ":/");
	const char *path = url + host + 1;
	struct buf b = BUF_INIT;

	if (!host || url[host] != ':' || !word_len(path) || strchr(path, ':'))
		return NULL;
	buf_putl(&b, "ssh://", mem_dup(url, host), "/", path);
	return b.data;
}

/* The remote URL as pip prints it. NULL: pip rejects URL. */
static const char *pip_url(const char *url)
{
	if (word_len(url) && starts_with(url + word_len(url), "://"))
		return url;
	if (url[0] == '/' && file_reachable(url))
		return url_of_path(path_clean(url));
	return scp_url(url);
}

/*
 * The path of the project with SOURCES, relative to the top of the work tree. GIT_DIR is the answer
 * of `git rev-parse --git-dir`. NULL: the project is the top, or outside of it.
 */
static const char *subdirectory(const char *sources, const char *git_dir)
{
	const char *top = path_parent(path_clean(path_join(sources, git_dir)));
	const char *project = project_of_sources(sources);

	if (!project || streq(project, top) || !path_under(project, top))
		return NULL;
	return path_relative(project, top);
}

/* "-e PATH" */
static void put_path(const char *path, struct buf *out)
{
	buf_putl(out, "-e ", path);
}

/* "-e PATH" behind pip's comment HOW, and behind the URL REMOTE if pip cannot use that; or NULL. */
static void put_commented(const struct dist *dist, const char *path, const char *how,
			  const char *remote, struct buf *out)
{
	buf_putl(out, "# Editable ", how, " (", dist_pin(dist), ")");
	if (remote)
		buf_putl(out, " with either a deleted local remote or invalid URI:\n# '", remote,
			 "'");
	buf_puts(out, "\n");
	put_path(path, out);
}

/* "-e PATH" behind pip's comment on a failure of git; STATUS is that of git_ask(). */
static void put_undetermined(const char *path, int status, struct buf *out)
{
	note("git %s: the remote and commit of '%s' are not known",
	     status == GIT_LATE ? "did not answer in time" : "failed", shown(path));
	buf_puts(out, "## !! Could not determine repository location\n");
	put_path(path, out);
}

/* "-e git+URL@COMMIT"; HEAD is the answer of `git rev-parse HEAD --git-dir`. */
static void put_url(const struct dist *dist, const char *path, const char *url, const char *head,
		    struct buf *out)
{
	size_t commit = strcspn(head, "\n");
	const char *git_dir = head + commit + (head[commit] == '\n'), *sub;
	char *egg = mem_dups(dist->name);

	for (char *dash = egg; (dash = strchr(dash, '-'));)
		*dash = '_';
	sub = subdirectory(path, mem_dup(git_dir, strcspn(git_dir, "\n")));
	buf_putl(out, "-e git+", url, "@", mem_dup(head, commit), "#egg=", egg);
	if (sub)
		buf_putl(out, "&subdirectory=", sub);
}

static void put_git(const struct dist *dist, const char *path, struct buf *out)
{
	static const char *const remotes[] = { "config", "--get-regexp", "remote\\..*\\.url",
					       NULL };
	static const char *const head[] = { "rev-parse", "HEAD", "--git-dir", NULL };
	const char *url = NULL, *remote;
	struct child git;
	int status = git_ask(path, "", remotes, &git);

	if (status == GIT_MISSING) {
		note("there is no 'git' to ask about '%s'", shown(path));
		put_path(path, out);
		return;
	}
	if (status == 1 || (!status && !git.out.len)) {
		put_commented(dist, path, "Git install with no remote", NULL, out);
		return;
	}
	remote = status ? NULL : remote_url(git.out.data);
	url = remote ? pip_url(remote) : NULL;
	if (url)
		status = git_ask(path, "", head, &git);
	if (!remote || status)
		put_undetermined(path, status, out);
	else if (!url)
		put_commented(dist, path, "Git install", remote, out);
	else
		put_url(dist, path, url, git.out.data, out);
}

void freeze_editable(const struct dist *dist, struct buf *out)
{
	const char *path = path_clean(dist->editable);

	if (is_in_git(path))
		put_git(dist, path, out);
	else
		put_commented(dist, path, "install with no version control", NULL, out);
}
