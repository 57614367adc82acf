/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/move.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "core/path.h"
#include "lookup/moved.h"
#include "mend/finding.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"
#include "system/platform.h"

static int refuse_name(const char *path, const char *old)
{
	return error("'%s' has a quote, '$', '`', '\\' or '!' in it, which not every script can "
		     "hold; %s rebuilds it where it is",
		     shown(path), paste_command("avenv recreate", old));
}

int move_look(struct move *m)
{
	const char *path = m->renamed ? m->target : m->old, *from;

	if (moved_old_path(m->dir, path, &from))
		return error_errno("cannot read '%s'", shown(path));
	/*
	 * If the environment was moved by hand before, its files contain an older path than M->old.
	 */
	if (!from)
		from = m->old;
	if (!relocate_can(from) || !relocate_can(m->target))
		return refuse_name(relocate_can(from) ? m->target : from, m->old);
	m->paths =
		(struct relocation){ .dir = m->dir, .path = path, .from = from, .to = m->target };
	return relocate_look(&m->paths) || relocate_check(&m->paths) ? -1 : 0;
}

static int refuse_rename(const struct move *m)
{
	const char *old = m->old, *new = m->target, *and = paste_shell()->and_then;
	const char *from = paste_word(old), *to = paste_word(new);

	if (errno != EXDEV)
		return error_errno("cannot move '%s' to '%s'", shown(old), shown(new));
	return error("'%s' is on another file system than '%s'; %s copies it", shown(old),
		     shown(new),
		     paste_quoted(formatted("cp -a %s %s%savenv allow %s%savenv repair %s", from,
					    to, and, to, and, to)));
}

int move_rename(struct move *m)
{
	if (m->renamed)
		return 0;
	if (!files_is_open_as(AT_FDCWD, m->old, m->dir))
		return error("'%s' was replaced by another command, and stays as it is",
			     shown(m->old));
	if (platform_rename_new(AT_FDCWD, m->old, AT_FDCWD, m->target))
		return refuse_rename(m);
	m->renamed = true;
	return 0;
}

int move_back(const char *path, const char *env)
{
	struct relocation r = { .path = path, .to = env };
	int ret = -1;

	r.dir = stage_dir_lock(AT_FDCWD, path, path, NULL);
	if (r.dir < 0)
		return -1;
	if (moved_old_path(r.dir, env, &r.from))
		error_errno("cannot read '%s'", shown(path));
	else if (r.from && !(relocate_can(r.from) && relocate_can(env)))
		refuse_name(relocate_can(r.from) ? env : r.from, env);
	else if (!r.from || (!relocate_look(&r) && !relocate_check(&r) && !relocate_write(&r)))
		ret = 0;
	close(r.dir);
	if (!ret)
		relocate_tell_others(&r);
	return ret;
}

int move_write(struct move *m)
{
	m->paths.path = m->target;
	if (relocate_write(&m->paths))
		return -1;
	relocate_tell_others(&m->paths);
	return 0;
}
