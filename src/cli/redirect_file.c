/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/redirect_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/place.h"
#include "cli/stage_dir.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pointer.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"
#include "system/replace.h"

#include "core/banned.h"

#define NAME ".venv"

/* What is there is no redirect, and stays. */
static int refuse(const struct redirect *r, mode_t mode)
{
	struct venv venv;
	const char *to = S_ISLNK(mode) ? files_link_text(r->dir, NAME) : NULL;
	struct buf move = BUF_INIT;

	if (to)
		return error("'%s' is a link to '%s'; remove it first", shown(r->path), shown(to));
	if (!S_ISDIR(mode))
		return error("'%s' is not a redirect; move it away first", shown(r->path));
	venv_read(r->path, &venv);
	if (!venv_is_env(&venv))
		return error("'%s' is a directory; move it away first", shown(r->path));
	buf_putl(&move, "avenv move ", paste_word(r->path), " NAME");
	return error("'%s' is an environment itself; %s moves it away", shown(r->path),
		     paste_quoted(move.data));
}

/* A file called .venv may be some other tool's. */
static bool is_redirect(const struct text *text)
{
	return !text->len || pointer_redirect_line(text->data, text->len);
}

static int look(struct redirect *r)
{
	struct file_info info;

	if (file_lstatat(r->dir, NAME, &info))
		return errno == ENOENT ? 0 : error_errno("cannot look at '%s'", shown(r->path));
	if (!S_ISREG(info.mode))
		return refuse(r, info.mode);
	if (file_slurp_at(r->dir, NAME, FILE_MAX, &r->old) && errno != EFBIG)
		return error_errno("cannot read '%s'", shown(r->path));
	r->exists = true;
	return r->old.data && is_redirect(&r->old) ? 0 : refuse(r, info.mode);
}

int redirect_open(struct redirect *r, const char *project)
{
	*r = (struct redirect){ .project = project, .path = path_join(project, NAME) };
	r->dir = open(project, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (r->dir < 0)
		return error_errno("cannot open '%s'", shown(project));
	if (!look(r))
		return 0;
	redirect_close(r);
	return -1;
}

void redirect_close(struct redirect *r)
{
	close(r->dir);
}

static int put(const struct redirect *r, const char *data, size_t len)
{
	/* What a run that was killed left. */
	stage_sweep(r->project);
	if (replace_file(r->dir, NAME, data, len, 0644))
		return error_errno("cannot write '%s'", shown(r->path));
	return 0;
}

int redirect_write(const struct redirect *r, const char *env)
{
	const char *path = env, *back;
	struct buf b = BUF_INIT;

	if (path_under(env, r->project))
		path = env + strlen(path_join(r->project, ""));
	buf_putl(&b, path, "\n");
	back = pointer_redirect_line(b.data, b.len);
	if (!back || !streq(back, path))
		return error("a redirect cannot hold the path '%s'", shown(path));
	return put(r, b.data, b.len);
}

int redirect_restore(const struct redirect *r)
{
	return r->exists ? put(r, r->old.data, r->old.len) : redirect_remove(r);
}

int redirect_remove(const struct redirect *r)
{
	if (unlinkat(r->dir, NAME, 0))
		return error_errno("cannot remove '%s'", shown(r->path));
	return 0;
}

const char *redirect_names(const struct redirect *r)
{
	const char *end = dotvenv_end(r->project);
	const char *line = pointer_redirect_line(r->old.data, r->old.len);

	if (end)
		return end;
	return line ? place_unfollowed(path_join(r->project, line)) : NULL;
}

const char *dotvenv_end(const char *project)
{
	struct candidate c = { .path = path_join(project, NAME) };
	struct file_info info;
	struct chain chain;

	if (file_lstat(c.path, &info))
		return NULL;
	c.pointer = S_ISREG(info.mode) ? POINTER_REDIRECT : POINTER_LINK;
	if (pointer_follow(project, &c, &chain))
		return NULL;
	return chain.path;
}
