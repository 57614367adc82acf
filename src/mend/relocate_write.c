/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The edits of a relocation, written in an order that a killed run can be told by. */
#include <stdio.h>

#include "build/stage_dir.h"
#include "core/path.h"
#include "mend/relocate.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"
#include "system/replace.h"

#include "core/banned.h"

enum {
	/** files of an unknown kind that are named */
	OTHERS_SHOWN = 10,
};

static int failed(const struct relocation *r, const char *what, const struct edit *e)
{
	return error_errno("cannot %s '%s'", what, shown(path_join(r->path, e->file)));
}

int relocate_put(const struct relocation *r, const struct edit *e)
{
	static const char *swept;
	const char *name = path_base(e->file);
	const char *path = path_parent(path_join(r->path, e->file));
	int dir = files_open_parent(r->dir, e->file), ret;

	if (dir < 0)
		return failed(r, "open", e);
	/* A killed run may have left a temporary file there. */
	if (!swept || !streq(swept, path))
		stage_sweep(path);
	swept = path;
	if (e->to)
		ret = replace_link(dir, name, e->to, NULL);
	else
		ret = replace_file(dir, name, e->text.data, e->text.len, 0644);
	if (ret)
		failed(r, "write", e);
	file_close(dir);
	return ret;
}

/* relocate_old_path() reads FILE. */
static bool is_last(const char *file)
{
	return streq(file, "bin/activate") || streq(file, "pyvenv.cfg");
}

int relocate_write(struct relocation *r)
{
	if (records_follow(r))
		return -1;
	for (int last = 0; last < 2; last++)
		for (size_t i = 0; i < r->edits.count; i++)
			if (is_last(r->edits.list[i].file) == last &&
			    relocate_put(r, &r->edits.list[i]))
				return -1;
	return 0;
}

int relocate(struct relocation *r)
{
	return relocate_look(r) || relocate_write(r) ? -1 : 0;
}

void relocate_tell_others(const struct relocation *r)
{
	size_t count = r->others.count;

	for (size_t i = 0; i < count && i < OTHERS_SHOWN; i++)
		printf("'%s' names '%s' still\n", shown(path_join(r->to, r->others.list[i])),
		       shown(r->from));
	if (count)
		note("%s: avenv does not know such files; %s makes all of them anew",
		     counted(count, "file names the old place", "files name the old place"),
		     paste_command("avenv recreate", r->to));
}

bool relocate_can(const char *path)
{
	return !path[strcspn(path, "'\"$`\\!")];
}
