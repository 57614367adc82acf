/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/link_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/stage_dir.h"
#include "core/mem.h"
#include "system/tree.h"

#include "core/banned.h"

/* In a private directory: a link itself cannot be locked, so that no sweeper
 * would know whether somebody still works on it. */
#define NEW "link"

/** What came out of its place is not what was seen, and could not go back. */
#define OUT 1

const char *link_text(int dir, const char *name)
{
	char text[PATH_MAX];
	ssize_t len = readlinkat(dir, name, text, sizeof(text));

	if (len < 0)
		return NULL;
	if ((size_t)len < sizeof(text))
		return mem_dup(text, (size_t)len);
	errno = ENAMETOOLONG;
	return NULL;
}

bool link_is(int dir, const char *name, const struct file_info *seen)
{
	struct file_info info;

	return !file_lstatat(dir, name, &info) && file_same(&info, seen) &&
	       info.btime == seen->btime;
}

/* What was SEEN comes out, and is looked at once more: if not, it goes back. */
static int exchange(int room, int dir, const char *name, const struct file_info *seen)
{
	if (renameat2(room, NEW, dir, name, RENAME_EXCHANGE))
		return tree_cannot_rename_so(errno) ? renameat(room, NEW, dir, name) : -1;
	if (link_is(room, NEW, seen))
		return 0;
	if (renameat2(room, NEW, dir, name, RENAME_EXCHANGE) &&
	    (errno != ENOENT || renameat2(room, NEW, dir, name, RENAME_NOREPLACE)))
		return OUT;
	errno = ESTALE;
	return -1;
}

int link_replace(int dir, const char *name, const char *to, const struct file_info *seen)
{
	const char *called;
	int room = stage_dir_make(dir, &called), ret, err;

	if (room < 0)
		return -1;
	ret = symlinkat(to, room, NEW);
	if (!ret)
		ret = exchange(room, dir, name, seen);
	err = errno;
	if (ret != OUT)
		unlinkat(room, NEW, 0);
	unlinkat(dir, called, AT_REMOVEDIR);
	close(room);
	errno = err;
	return ret ? -1 : 0;
}
