/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/stage_dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/chain.h"
#include "core/mem.h"
#include "print/msg.h"
#include "system/tree.h"

#include "core/banned.h"

enum {
	/** how often a sweeper may be faster than us */
	MAKE_TRIES = 16,
	/** how many entries of a directory a sweeper looks at, and removes */
	SWEEP_ENTRIES = 20000,
	SWEEP_MAX = 32,
	NAME_DIGITS = 8,
};

/* PREFIX and eight random digits. */
const char *stage_name(const char *prefix)
{
	char digits[NAME_DIGITS + 1];
	struct buf b = BUF_INIT;

	snprintf(digits, sizeof(digits), "%08x", tree_random());
	buf_putl(&b, prefix, digits);
	return b.data;
}

/* Somebody has it; a file system without locks says something else. */
static bool is_taken(int fd)
{
	return flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK;
}

/*
 * Where others may rename what is in the directory, another one of the user's
 * may have got the name of the one that was made: what is in that is not ours.
 */
static bool is_new(int fd)
{
	struct stat st;

	return !fstat(fd, &st) && st.st_uid == geteuid() && tree_is_empty(fd) > 0;
}

static int undo_make(int holder, const char *name)
{
	int err = errno;

	unlinkat(holder, name, AT_REMOVEDIR);
	errno = err;
	return -1;
}

int stage_dir_make(int holder, const char **name)
{
	for (int i = 0; i < MAKE_TRIES; i++) {
		int fd;

		*name = stage_name(TREE_TEMP_PREFIX);
		if (mkdirat(holder, *name, 0700)) {
			if (errno == EEXIST)
				continue;
			return -1;
		}
		fd = tree_open(holder, *name);
		if (fd >= 0 && !is_taken(fd) && is_new(fd) && tree_is(fd, holder, *name))
			return fd;
		/* A sweeper has it: before the lock it was a leftover. */
		if (fd >= 0)
			close(fd);
		else if (errno != ENOENT)
			return undo_make(holder, *name);
		/* Or nobody has, where that could not be seen. */
		unlinkat(holder, *name, AT_REMOVEDIR);
	}
	errno = EAGAIN;
	return -1;
}

int stage_dir_lock(int holder, const char *name, const char *path)
{
	int fd = tree_open(holder, name);

	if (fd < 0)
		return error_errno("cannot open '%s'", shown(path));
	if (!is_taken(fd) && tree_is(fd, holder, name))
		return fd;
	close(fd);
	/* Whoever may open it can lock it, too. */
	return error("another avenv is working on '%s', or something else has "
		     "it locked; 'fuser -v %s' names it",
		     shown(path), shown(path));
}

/* ---- sweeping ----------------------------------------------------------- */

bool stage_is_private(const char *name)
{
	return starts_with(name, TREE_TEMP_PREFIX) || starts_with(name, STAGE_OLD_PREFIX);
}

/* Both prefixes are of one length. */
static bool is_stage_name(const char *name)
{
	size_t len = strlen(TREE_TEMP_PREFIX);

	return stage_is_private(name) && strlen(name + len) == NAME_DIGITS &&
	       strspn(name + len, "0123456789abcdef") == NAME_DIGITS;
}

/* Open NAME, locked, where it is ours and nobody works on it; or -1. */
static int open_leftover(int dir, const char *name)
{
	int fd = tree_open_file(dir, name);
	struct stat st;

	if (fd < 0)
		return -1;
	if (!fstat(fd, &st) && st.st_uid == geteuid() &&
	    (S_ISDIR(st.st_mode) || S_ISREG(st.st_mode)) && !flock(fd, LOCK_EX | LOCK_NB) &&
	    tree_is(fd, dir, name))
		return fd;
	close(fd);
	return -1;
}

/*
 * Where others could rename what is ours, the name says nothing: a directory of
 * ours may have got it from them.
 */
static bool names_are_ours(int dir, const char *path)
{
	const struct accepted nobody = { 0 };
	struct file_info root, info;
	struct user user;

	if (file_lstat("/", &root) || file_lstatat(dir, ".", &info))
		return false;
	user = user_of(root.uid);
	return !path_refused(&user, &nobody, path, &info, true);
}

/** What goes by such names in a directory. */
struct strays {
	/** NULL: there is none that is ours to look at */
	DIR *dir;
	const char *names[SWEEP_MAX];
	size_t count;
};

static void find_strays(const char *path, struct strays *s)
{
	const struct dirent *d;

	*s = (struct strays){ .dir = opendir(path) };
	if (!s->dir)
		return;
	if (!names_are_ours(dirfd(s->dir), path)) {
		closedir(s->dir);
		s->dir = NULL;
		return;
	}
	for (size_t i = 0; i < SWEEP_ENTRIES && (d = readdir(s->dir)); i++)
		if (s->count < SWEEP_MAX && is_stage_name(d->d_name))
			s->names[s->count++] = mem_dups(d->d_name);
}

void stage_sweep(const char *path)
{
	struct strays s;

	find_strays(path, &s);
	for (size_t i = 0; i < s.count; i++) {
		int fd = open_leftover(dirfd(s.dir), s.names[i]);

		/* What cannot be removed is left to the next who comes by. */
		if (fd >= 0 && tree_remove(dirfd(s.dir), s.names[i]))
			errno = 0;
		if (fd >= 0)
			close(fd);
	}
	if (s.dir)
		closedir(s.dir);
}

const char *stage_leftover(const char *path)
{
	const char *name = NULL;
	struct strays s;

	find_strays(path, &s);
	for (size_t i = 0; i < s.count && !name; i++) {
		int fd = open_leftover(dirfd(s.dir), s.names[i]);

		if (fd < 0)
			continue;
		name = s.names[i];
		close(fd);
	}
	if (s.dir)
		closedir(s.dir);
	return name;
}
