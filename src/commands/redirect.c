/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/redirect.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "core/path.h"
#include "core/search.h"
#include "core/venv.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"
#include "system/replace.h"

#include "core/banned.h"

const char *redirect_text(const char *project, const char *env)
{
	const char *path = env, *back;
	struct buf b = BUF_INIT;

	if (path_under(env, project))
		path = env + strlen(path_join(project, ""));
	buf_putl(&b, path, "\n");
	back = pointer_redirect_line(b.data, b.len);
	if (back && streq(back, path))
		return b.data;
	error("a redirect cannot hold the path '%s'", shown(path));
	return NULL;
}

int redirect_look(const char *project)
{
	const char *path = path_join(project, ".venv");
	struct file_info info;
	struct text text;
	bool is_file;

	if (file_lstat(path, &info))
		return errno == ENOENT ? 0 : error_errno("cannot look at '%s'", shown(path));
	if (S_ISDIR(info.mode) && venv_exists(path) > 0)
		return error("'%s' is this project's own environment; first move it away (%s) or "
			     "remove it",
			     shown(path),
			     paste_quoted(formatted("avenv move %s NAME", paste_word(path))));
	is_file = S_ISREG(info.mode) && !file_slurp(path, FILE_MAX, &text);
	/* A full disk leaves an empty file. */
	if (is_file && (!text.len || pointer_redirect_line(text.data, text.len)))
		return 1;
	return error("'%s' is not a redirect; remove it first", shown(path));
}

int redirect_write(const char *project, const char *env)
{
	const char *text = redirect_text(project, env);
	int dir, ret;

	if (!text)
		return -1;
	stage_sweep(project);
	dir = open(project, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ret = dir < 0 ? -1 : replace_file(dir, ".venv", text, strlen(text), 0644);
	if (ret)
		error_errno("cannot write '%s'", shown(path_join(project, ".venv")));
	if (dir >= 0)
		close(dir);
	return ret;
}

/* ---- those on record ------------------------------------------------------- */

/* FILE, a link or a redirect, names ENV, which may be gone: 1, 0, or -1 with errno. */
static int names(const char *file, const struct file_info *info, const char *env)
{
	char real[PATH_MAX];
	const char *to = NULL;
	struct text text = { 0 };

	if (S_ISLNK(info->mode))
		to = files_link_text(AT_FDCWD, file);
	else if (!S_ISREG(info->mode))
		return 0;
	else if (file_slurp(file, FILE_MAX, &text))
		return errno == EFBIG ? 0 : -1;
	else
		to = pointer_redirect_line(text.data, text.len);
	if (!to)
		return text.data ? 0 : -1;
	to = path_trimmed(path_join(path_parent(file), to));
	if (!realpath(path_parent(to), real))
		return file_leads_nowhere(errno) ? 0 : -1;
	return streq(path_join(real, path_base(to)), env);
}

/* Lead FILE to TO, or remove it. */
static int lead(const char *file, const struct file_info *info, const char *to)
{
	int dir, ret;

	if (to && S_ISREG(info->mode)) {
		ret = redirect_write(path_parent(file), to);
	} else {
		dir = open(path_parent(file), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		ret = !to     ? unlink(file) :
		      dir < 0 ? -1 :
				replace_link(dir, path_base(file), to, info);
		if (ret)
			error_errno("cannot change '%s'", shown(file));
		if (dir >= 0)
			close(dir);
	}
	if (!ret)
		note(to ? "'%s' leads to it now" : "removed '%s', which led to it", shown(file));
	return ret;
}

static int lead_slot(const struct record *r, uid_t uid, const char *env, const char *to)
{
	struct file_info info;
	int is, ret;

	if (file_lstat(r->path, &info))
		is = file_is_missing(errno) ? 0 : -1;
	else
		is = info.uid == uid ? names(r->path, &info, env) : 0;
	if (is < 0)
		return error_errno("cannot look at '%s'", shown(r->path));
	ret = is ? lead(r->path, &info, to) : 0;
	/* This run, or a killed one, may have left a temporary file. */
	stage_sweep(path_parent(r->path));
	return ret;
}

int redirects_lead(struct trust *trust, const char *env, const char *to)
{
	int ret = 0;

	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (!r->tree && r->target && streq(r->target, env))
			ret |= lead_slot(r, trust->user.uid, env, to);
	}
	return ret;
}
