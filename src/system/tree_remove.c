/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <mntent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/path.h"
#include "system/tree.h"
#include "system/tree_walk.h"

#include "core/banned.h"

static int remove_file(struct tree_walk *w, int dir, const char *name)
{
	(void)w;
	return unlinkat(dir, name, 0) && errno != ENOENT ? -1 : 0;
}

static int remove_dir(struct tree_walk *w, int dir, const char *name)
{
	(void)w;
	return unlinkat(dir, name, AT_REMOVEDIR) && errno != ENOENT ? -1 : 0;
}

bool tree_is_mount(int dir, const char *name)
{
	struct stat st, above;

	return tree_walk_mounted(dir, name) || (!fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) &&
						!fstat(dir, &above) && st.st_dev != above.st_dev);
}

/* TOP as in struct tree_walk. */
static int remove_tree(int dir, const char *name, const int *top)
{
	struct tree_walk w = {
		.file = remove_file, .leave = remove_dir, .unlock = true, .top = top
	};

	/* The walk asks that of all below. */
	if (tree_is_mount(dir, name)) {
		errno = EBUSY;
		return -1;
	}
	return tree_walk(&w, dir, name);
}

int tree_remove(int dir, const char *name)
{
	struct stat st;

	tree_failed("");
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT))
		return errno == ENOENT ? 0 : -1;
	if (!S_ISDIR(st.st_mode))
		return unlinkat(dir, name, 0);
	return remove_tree(dir, name, NULL);
}

int tree_remove_open(int dir, const char *name, int fd)
{
	tree_failed("");
	return remove_tree(dir, name, &fd);
}

const char *tree_mount(const char *path)
{
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	const char *found = NULL;
	const struct mntent *m;

	while (mounts && !found && (m = getmntent(mounts)))
		if (path_under(m->mnt_dir, path) && !streq(m->mnt_dir, path))
			found = mem_dups(m->mnt_dir);
	if (mounts)
		endmntent(mounts);
	return found;
}
