/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/move.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"
#include "system/platform.h"

#include "core/banned.h"

static int refuse_name(const char *path)
{
	return error("'%s' has a quote, '$', '`', '\\' or '!' in it, which not every script can "
		     "hold; %s makes an environment anew, wherever it is",
		     shown(path), paste_quoted("avenv recreate"));
}

/* The directory of each file can be written to. */
static int check_writable(const struct relocation *r)
{
	for (size_t i = 0; i < r->edits.count; i++) {
		const char *dir = path_parent(path_join("/", r->edits.list[i].file)) + 1;

		if (faccessat(r->dir, *dir ? dir : ".", W_OK | X_OK, AT_EACCESS))
			return error_errno("cannot write in '%s'", shown(path_join(r->path, dir)));
	}
	return 0;
}

int move_look(struct move *m)
{
	const char *path = m->renamed ? m->target : m->old;
	const char *before;

	if (relocate_old_path(m->dir, path, &before))
		return error_errno("cannot read '%s'", shown(path));
	if (!relocate_can(m->old) || !relocate_can(m->target))
		return refuse_name(relocate_can(m->old) ? m->target : m->old);
	if (before && !streq(before, m->old))
		return error("'%s' was %s, which it still names; %s mends that first", shown(path),
			     relocate_moved_from(before), paste_command("avenv repair", path));
	m->paths =
		(struct relocation){ .dir = m->dir, .path = path, .from = m->old, .to = m->target };
	return relocate_look(&m->paths) || check_writable(&m->paths) ? -1 : 0;
}

static int refuse_rename(const struct move *m)
{
	struct buf line = BUF_INIT;

	if (errno == EEXIST)
		return error("'%s' is there already", shown(m->target));
	if (errno != EXDEV)
		return error_errno("cannot move '%s' to '%s'", shown(m->old), shown(m->target));
	buf_putl(&line, "cp -a ", paste_word(m->old), " ", paste_word(m->target),
		 " && avenv repair ", paste_word(m->target));
	return error("'%s' is on another file system than '%s'; %s copies it", shown(m->old),
		     shown(m->target), paste_quoted(line.data));
}

int move_rename(struct move *m)
{
	int from, to, ret = -1;

	if (m->renamed)
		return 0;
	from = platform_open_path(path_parent(m->old));
	to = platform_open_path(path_parent(m->target));
	if (from < 0 || to < 0)
		error_errno("cannot open '%s'", shown(path_parent(from < 0 ? m->old : m->target)));
	else if (!files_still_open(from, path_base(m->old), m->dir))
		error("'%s' was replaced by another command, and stays as it is", shown(m->old));
	else if (platform_rename_new(from, path_base(m->old), to, path_base(m->target)))
		refuse_rename(m);
	else
		ret = 0;
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	m->renamed = !ret;
	return ret;
}

int move_write(struct move *m)
{
	m->paths.path = m->target;
	if (relocate_write(&m->paths))
		return error("'%s' is moved, but names '%s' still; %s finishes that",
			     shown(m->target), shown(m->old),
			     paste_command("avenv repair", m->target));
	note("moved '%s' to '%s'; %s rewritten", shown(m->old), shown(m->target),
	     counted(m->paths.edits.count, "file was", "files were"));
	relocate_tell_others(&m->paths);
	return 0;
}
