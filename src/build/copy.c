/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"
#include "system/replace.h"
#include "system/tree.h"

enum {
	/** processes that copy, each a share of the files; more are not faster */
	SHARES = 2,
};

/** The work of one process. */
struct share {
	/** descriptor of the new directory */
	int to;
	/** number of the share, from 0 */
	int number;
	/** paths that are not copied */
	const struct strings *left_out;
};

/* Copy the regular file open as FROM to PATH in TO. Returns 0, or -1 with errno. */
static int copy_open(int from, int to, const char *path)
{
	struct stat st;
	int fd, ret;

	errno = EINVAL;
	fd = fstat(from, &st) || !S_ISREG(st.st_mode) ? -1 :
							files_new_copy(from, st.st_size, to, path);
	if (fd < 0)
		return -1;
	/* Without set-ID bits: they were given for the owner of the original. */
	ret = fchmod(fd, st.st_mode & 0777) ||
	      futimens(fd, (const struct timespec[]){ st.st_atim, st.st_mtim });
	/* NFS reports a full disk only at close(). */
	if (!ret)
		return close(fd);
	file_close(fd);
	return -1;
}

static int copy_file(struct tree_walk *walk, int dir, const char *name)
{
	const char *path = walk->path.data, *link;
	const struct share *share = walk->arg;
	unsigned sum = 0;
	int from, ret;

	for (const char *s = path; *s; s++)
		sum += (unsigned char)*s;
	if ((int)(sum % SHARES) != share->number || !fnmatch("*editable*.pyc", name, 0) ||
	    strings_contain(share->left_out, path))
		return 0;
	from = files_open(dir, name);
	link = from < 0 && errno == ELOOP ? file_link_text(dir, name) : NULL;
	if (from < 0)
		return link ? symlinkat(link, share->to, path) : -1;
	ret = copy_open(from, share->to, path);
	file_close(from);
	return ret;
}

/* Each process makes all directories. */
static int copy_dir(struct tree_walk *walk, int dir, const char *name)
{
	const char *path = walk->path.data;
	const struct share *share = walk->arg;
	struct stat st;

	if (!walk->path.len)
		return 0;
	if (temp_name_is_private(dir, name) || strings_contain(share->left_out, path))
		return TREE_SKIP;
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) ||
	    (mkdirat(share->to, path, 0700) && errno != EEXIST))
		return -1;
	/* The owner's write permission is needed for the files in the directory. */
	return fchmodat(share->to, path, (st.st_mode & 07777) | S_IRWXU, 0);
}

/* Returns 0, or errno. */
static int copy_share(const char *env, const struct strings *left_out, int to, int number)
{
	struct share share = { to, number, left_out };
	struct tree_walk walk = { .file = copy_file, .enter = copy_dir, .arg = &share };

	return tree_walk(&walk, AT_FDCWD, env) ? errno : 0;
}

/* Print that NAME cannot be copied, if it is neither a regular file nor a link. */
static int refuse_special(struct tree_walk *walk, int dir, const char *name)
{
	struct file_info info;

	if (file_lstatat(dir, name, &info) || S_ISREG(info.mode) || S_ISLNK(info.mode))
		return 0;
	return error("'%s' is %s, which cannot be copied; move or remove it first",
		     shown(path_join(walk->arg, walk->path.data)),
		     S_ISFIFO(info.mode) ? "a FIFO" :
		     S_ISSOCK(info.mode) ? "a socket" :
					   "a device");
}

int copy_env(const char *env, const struct strings *left_out, int to)
{
	struct tree_walk special = { .file = refuse_special, .arg = mem_dups(env) };
	pid_t other = fork();
	int status = 0, fault;

	if (!other)
		_exit(copy_share(env, left_out, to, 1));
	fault = copy_share(env, left_out, to, 0);
	if (other < 0)
		fault = fault ? fault : copy_share(env, left_out, to, 1);
	else if (waitpid(other, &status, 0) != other || !WIFEXITED(status))
		fault = ECHILD;
	fault = fault ? fault : WEXITSTATUS(status);
	if ((fault == EINVAL || fault == ENXIO) && tree_walk(&special, AT_FDCWD, env))
		return -1;
	errno = fault;
	return errno ? error_errno("cannot copy '%s'", shown(tree_fault(env))) : 0;
}
