/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Editables: what pip finds out by asking git in four questions, in two or three.
 * Of Mercurial, Subversion and Bazaar nothing is asked, as their programs run
 * what a project says: they are as if not installed.
 */
#include <sys/stat.h>

#include <fcntl.h>

#include "cli/freeze.h"
#include "cli/relative.h"
#include "cli/url.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/git.h"

#include "core/banned.h"

#define UNKNOWN "## !! Could not determine repository location\n"

enum vcs {
	VCS_NONE,
	VCS_GIT,
	/** none that is asked */
	VCS_OTHER,
};

/** An editable whose lines are being made. */
struct source {
	const struct pip_rules *pip;
	const struct dist *dist;
	/** of the source tree; absolute and clean */
	const char *path;
};

/* As pip has it, what is closed to the user is not there. */
static bool exists(const char *dir, const char *name)
{
	return file_exists_through(AT_FDCWD, path_join(dir, name)) > 0;
}

/* git, or so it may be: PATH's work tree can be that of a directory above it. */
static bool is_in_git(const char *path)
{
	static const char *const question[] = { "rev-parse", "--show-toplevel", NULL };
	struct child git;
	int status;

	if (!exists(path, "."))
		return false;
	status = git_ask(path, "", question, &git);
	return !status || status == GIT_LATE;
}

/* By whom the source tree is kept: the innermost one, as pip has it. */
static enum vcs vcs_of(const char *path)
{
	if (exists(path, ".svn") || exists(path, ".hg"))
		return VCS_OTHER;
	if (exists(path, ".git"))
		return VCS_GIT;
	if (exists(path, ".bzr"))
		return VCS_OTHER;
	return is_in_git(path) ? VCS_GIT : VCS_NONE;
}

/* The first line of TEXT that begins with START; or NULL. */
static const char *line_with(const char *text, const char *start)
{
	while (*text && !starts_with(text, start)) {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return *text ? text : NULL;
}

/*
 * The URL in what `git config --get-regexp` says: that of origin, else of the
 * first remote; NULL: there is none in it.  pip takes what is between the first
 * blank and the second, whatever is in a remote's name.
 */
static const char *remote_url(const char *answer)
{
	const char *line = line_with(answer, "remote.origin.url ");
	size_t key, len;

	if (!line)
		line = answer;
	key = strcspn(line, " \n");
	if (line[key] != ' ')
		return NULL;
	line += key + 1;
	len = strcspn(line, " \n");
	while (len && strchr("\t\r\v\f", *line)) {
		line++;
		len--;
	}
	return mem_dup(line, freeze_stripped(line, len));
}

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       c == '_' || (c & 0x80);
}

static bool has_scheme(const char *url)
{
	const char *end = url;

	while (is_word(*end))
		end++;
	return end > url && starts_with(end, "://");
}

/* A path as pathlib makes it a URL: without "." and empty components. */
static const char *local_url(const char *path)
{
	struct buf b = BUF_INIT;
	size_t len;

	for (; *path; path += len) {
		path += strspn(path, "/");
		len = strcspn(path, "/");
		if (len && !(len == 1 && *path == '.'))
			buf_putl(&b, "/", mem_dup(path, len));
	}
	return url_of_path(b.len ? b.data : "/");
}

/* "me@host:path" as a URL; NULL: it is none. */
static const char *scp_url(const char *url)
{
	size_t host = strcspn(url, ":/");
	const char *path = url + host + 1;
	struct buf b = BUF_INIT;

	if (!host || url[host] != ':' || !is_word(*path) || strchr(path, ':'))
		return NULL;
	buf_putl(&b, "ssh://", mem_dup(url, host), "/", path);
	return b.data;
}

/* A remote's URL as pip takes it; NULL: it does not. */
static const char *pip_url(const struct pip_rules *pip, const char *url)
{
	if (!pip->remote_checked || has_scheme(url))
		return url;
	if (url[0] == '/' && exists("/", url))
		return local_url(url);
	return scp_url(url);
}

static bool is_project(const struct pip_rules *pip, const char *dir)
{
	struct file_info info;

	if (!pip->remote_checked)
		return exists(dir, "setup.py");
	return (!file_stat(path_join(dir, "pyproject.toml"), &info) && S_ISREG(info.mode)) ||
	       (!file_stat(path_join(dir, "setup.py"), &info) && S_ISREG(info.mode));
}

/*
 * Where the project lies in the work tree that pip thinks belongs to GIT_DIR;
 * NULL: on top of it, or nowhere.
 */
static const char *subdirectory(const struct source *source, const char *git_dir)
{
	const char *dir = source->path, *top;
	struct file_info at, root;

	top = path_clean(path_join(path_join(dir, git_dir), ".."));
	while (!is_project(source->pip, dir)) {
		if (streq(dir, "/"))
			return NULL;
		dir = path_parent(dir);
	}
	if (!file_stat(dir, &at) && !file_stat(top, &root) && file_same(&at, &root))
		return NULL;
	return relative(dir, top);
}

/* Behind a comment that says what it is and in which version. */
static void put_comment(const struct source *source, const char *before, const char *behind,
			struct buf *out)
{
	buf_putl(out, "# Editable ", before, " (");
	freeze_put_version(source->dist, out);
	buf_putl(out, ")", behind, "\n");
}

static bool put_path(const struct source *source, struct buf *out)
{
	buf_putl(out, "-e ", source->path);
	return true;
}

/* What pip prints where it got no word of the source: PREFIX and the version. */
static bool put_unknown(const struct source *source, const char *prefix, struct buf *out)
{
	if (source->pip->editable_kept)
		return put_path(source, out);
	buf_puts(out, prefix);
	freeze_put_version(source->dist, out);
	return false;
}

static bool put_without_vcs(const struct source *source, struct buf *out)
{
	if (!source->pip->editable_told) {
		freeze_put_version(source->dist, out);
		return false;
	}
	put_comment(source, "install with no version control", "", out);
	return put_path(source, out);
}

static bool put_undetermined(const struct source *source, int status, struct buf *out)
{
	if (status == GIT_LATE)
		note("git did not answer in time: where '%s' is from is not known",
		     shown(source->path));
	else
		note("git does not tell where '%s' is from", shown(source->path));
	buf_puts(out, UNKNOWN);
	return put_unknown(source, "", out);
}

static bool put_without_remote(const struct source *source, struct buf *out)
{
	if (!source->pip->editable_told)
		return put_undetermined(source, 0, out);
	put_comment(source, "Git install with no remote", "", out);
	return put_path(source, out);
}

static bool put_odd_remote(const struct source *source, const char *url, struct buf *out)
{
	put_comment(source, "Git install",
		    " with either a deleted local remote or invalid URI:", out);
	buf_putl(out, "# '", url, "'\n");
	return put_path(source, out);
}

static bool put_git_url(const struct source *source, const char *url, const char *head,
			struct buf *out)
{
	size_t commit = strcspn(head, "\n");
	const char *git_dir = head + commit + (head[commit] == '\n');
	char *egg = mem_dups(source->dist->name);
	const char *sub;

	for (char *dash = egg; (dash = strchr(dash, '-'));)
		*dash = '_';
	git_dir = mem_dup(git_dir, freeze_stripped(git_dir, strlen(git_dir)));
	sub = subdirectory(source, git_dir);
	buf_puts(out, "-e ");
	if (source->pip->remote_checked || strncasecmp(url, "git:", 4) != 0)
		buf_puts(out, "git+");
	buf_putl(out, url, "@", mem_dup(head, commit), "#egg=", egg);
	if (sub)
		buf_putl(out, "&subdirectory=", sub);
	return url[0] == '/' || starts_with(url, "file:");
}

static bool put_git(const struct source *source, struct buf *out)
{
	static const char *const remotes[] = { "config", "--get-regexp", "remote\\..*\\.url",
					       NULL };
	static const char *const head[] = { "rev-parse", "HEAD", "--git-dir", NULL };
	const char *url, *remote;
	struct child git;
	int status = git_ask(source->path, "", remotes, &git);

	if (status == GIT_MISSING) {
		note("there is no 'git' to ask about '%s'", shown(source->path));
		return put_unknown(source, "-e ", out);
	}
	if (status == 1 || (!status && !git.out.len))
		return put_without_remote(source, out);
	remote = status ? NULL : remote_url(git.out.data);
	if (!remote)
		return put_undetermined(source, status, out);
	url = pip_url(source->pip, remote);
	if (!url)
		return put_odd_remote(source, remote, out);
	status = git_ask(source->path, "", head, &git);
	if (status)
		return put_undetermined(source, status, out);
	return put_git_url(source, url, git.out.data, out);
}

bool freeze_editable(const struct pip_rules *pip, const struct dist *dist, struct buf *out)
{
	const struct source source = {
		.pip = pip,
		.dist = dist,
		.path = path_clean(dist->editable),
	};

	switch (vcs_of(source.path)) {
	case VCS_NONE:
		return put_without_vcs(&source, out);
	case VCS_GIT:
		return put_git(&source, out);
	case VCS_OTHER:
		break;
	}
	note("'%s' is under version control; only git is asked", shown(source.path));
	return put_unknown(&source, "-e ", out);
}
