/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/tree_walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/unseen.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "system/tree.h"

#include "core/banned.h"

/* ---- cursors ------------------------------------------------------------ */

void cursor_stop(struct cursor *c)
{
	if (c->fd >= 0)
		file_close(c->fd);
	c->fd = -1;
	c->count = 0;
}

static void go_to(struct cursor *c, int fd)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = fd;
}

static int push(struct cursor *c, int fd)
{
	struct stat st;

	if (fstat(fd, &st)) {
		file_close(fd);
		return -1;
	}
	c->steps = mem_grow(c->steps, c->count, &c->room, sizeof(*c->steps));
	c->steps[c->count++] = (struct cursor_step){ .dev = st.st_dev, .ino = st.st_ino };
	go_to(c, fd);
	return 0;
}

int cursor_start(struct cursor *c, int dir, const char *name)
{
	int fd = tree_open(dir, name);

	c->count = 0;
	return fd < 0 ? -1 : push(c, fd);
}

int cursor_down(struct cursor *c, const char *name)
{
	int fd = tree_open(c->fd, name);

	return fd < 0 ? -1 : push(c, fd);
}

int cursor_up(struct cursor *c)
{
	int fd = tree_open(c->fd, "..");
	const struct cursor_step *to;
	struct stat st;

	if (fd < 0)
		return -1;
	to = &c->steps[c->count - 2];
	if (fstat(fd, &st) || st.st_dev != to->dev || st.st_ino != to->ino) {
		/* Somebody moved the directory while we were in it. */
		close(fd);
		errno = ESTALE;
		return -1;
	}
	c->count--;
	go_to(c, fd);
	return 0;
}

/* ---- walks -------------------------------------------------------------- */

struct entry {
	const char *name;
	unsigned char type;
};

/** A directory that was entered, and what is in it. */
struct level {
	const char *name;
	struct entry *entries;
	size_t count, next, room;
};

bool tree_walk_mounted(int dir, const char *name)
{
	struct statx sx;

	/* Where it cannot be asked it may be one, unless it never can. */
	if (statx(dir, name, AT_EMPTY_PATH | AT_NO_AUTOMOUNT | AT_SYMLINK_NOFOLLOW, STATX_TYPE,
		  &sx))
		return !file_is_missing(errno) && errno != ENOSYS && errno != EPERM;
	return sx.stx_attributes & sx.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT;
}

/* The walk fails at ENTRY at its place, or is lenient. */
static int fail(const struct tree_walk *w, const char *entry)
{
	struct buf b = BUF_INIT;

	for (size_t i = 1; i < w->depth; i++)
		buf_putl(&b, w->levels[i].name, "/");
	if (w->depth)
		buf_puts(&b, entry);
	if (!w->lenient) {
		tree_failed(b.data);
		return -1;
	}
	/* What is mounted there is not the tree's. */
	if (errno != EBUSY)
		unseen(b.len ? path_join(w->lenient, b.data) : w->lenient);
	return 0;
}

static int list(int fd, struct level *level)
{
	/* Its own offset, and a descriptor that closedir() may close. */
	int copy = tree_open(fd, ".");
	DIR *dir = copy < 0 ? NULL : fdopendir(copy);
	const struct dirent *d;
	int err;

	if (!dir) {
		if (copy >= 0)
			file_close(copy);
		return -1;
	}
	for (errno = 0; (d = readdir(dir)); errno = 0) {
		if (streq(d->d_name, ".") || streq(d->d_name, ".."))
			continue;
		level->entries =
			mem_grow(level->entries, level->count, &level->room, sizeof(struct entry));
		level->entries[level->count++] =
			(struct entry){ .name = mem_dups(d->d_name), .type = d->d_type };
	}
	err = errno;
	closedir(dir);
	errno = err;
	return err ? -1 : 0;
}

/* An environment is one as long as it has a pyvenv.cfg. */
static void put_cfg_last(struct level *level)
{
	for (size_t i = 0; i < level->count; i++) {
		struct entry cfg = level->entries[i];

		if (!streq(cfg.name, "pyvenv.cfg"))
			continue;
		level->entries[i] = level->entries[level->count - 1];
		level->entries[level->count - 1] = cfg;
		return;
	}
}

/* Through the descriptor: by name, a link could have taken its place. */
static int unlock_closed(int dir, const char *name)
{
	int fd = openat(dir, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	char path[sizeof("/proc/self/fd/") + 3 * sizeof(fd)];
	struct stat st;
	int ret;

	if (fd < 0)
		return -1;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	ret = fstat(fd, &st) || chmod(path, (st.st_mode & 07777) | S_IRWXU);
	file_close(fd);
	return ret ? -1 : 0;
}

static void unlock_open(int fd)
{
	struct stat st;

	/* Where it fails, removing what is in it does and says so. */
	if (!fstat(fd, &st) && (st.st_mode & S_IRWXU) != S_IRWXU &&
	    fchmod(fd, (st.st_mode & 07777) | S_IRWXU))
		return;
}

/* Only what is mounted below the tree's own directory is foreign. */
static int check_own(const struct tree_walk *w, int fd)
{
	struct stat st;

	if (!w->depth)
		return 0;
	if (fstat(fd, &st))
		return -1;
	errno = EBUSY;
	return st.st_dev != w->at.steps[0].dev || tree_walk_mounted(fd, "") ? -1 : 0;
}

static bool is_same(int fd, int other)
{
	struct stat a, b;

	return !fstat(fd, &a) && !fstat(other, &b) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static int open_dir(struct tree_walk *w, int dir, const char *name)
{
	const int *top = w->depth ? NULL : w->top;
	int fd = tree_open(dir, name);

	if (fd < 0 && errno == EACCES && w->unlock && !top && !unlock_closed(dir, name))
		fd = tree_open(dir, name);
	if (fd < 0)
		return -1;
	if (top && !is_same(fd, *top)) {
		close(fd);
		errno = ESTALE;
		return -1;
	}
	if (check_own(w, fd)) {
		file_close(fd);
		return -1;
	}
	if (w->unlock)
		unlock_open(fd);
	return push(&w->at, fd);
}

static int enter(struct tree_walk *w, int dir, const char *name)
{
	int ret = w->enter ? w->enter(w, dir, name) : 0;
	struct level level = { .name = name };

	if (ret == TREE_WALK_PAST)
		return 0;
	if (ret)
		return fail(w, name);
	if (open_dir(w, dir, name))
		return fail(w, name);
	if (list(w->at.fd, &level) && fail(w, name))
		return -1;
	if (!w->depth)
		put_cfg_last(&level);
	w->levels = mem_grow(w->levels, w->depth, &w->room, sizeof(level));
	w->levels[w->depth++] = level;
	return 0;
}

/* DIR is the directory that holds the tree. */
static int leave(struct tree_walk *w, int dir)
{
	const char *name = w->levels[w->depth - 1].name;

	/* There is no going on, not for a lenient one either. */
	if (w->depth > 1 && cursor_up(&w->at)) {
		fail(w, "");
		return -1;
	}
	w->depth--;
	if (w->leave && w->leave(w, w->depth ? w->at.fd : dir, name))
		return fail(w, name);
	return 0;
}

static int visit(struct tree_walk *w, const struct entry *entry)
{
	bool is_dir = entry->type == DT_DIR;
	struct stat st;

	if (entry->type == DT_UNKNOWN) {
		if (fstatat(w->at.fd, entry->name, &st, AT_SYMLINK_NOFOLLOW))
			return fail(w, entry->name);
		is_dir = S_ISDIR(st.st_mode);
	}
	if (is_dir)
		return enter(w, w->at.fd, entry->name);
	if (w->file(w, w->at.fd, entry->name))
		return fail(w, entry->name);
	return 0;
}

int tree_walk(struct tree_walk *w, int dir, const char *name)
{
	int ret;

	w->depth = 0;
	w->at = (struct cursor)CURSOR_INIT;
	ret = enter(w, dir, name);
	while (!ret && w->depth) {
		struct level *l = &w->levels[w->depth - 1];

		ret = l->next < l->count ? visit(w, &l->entries[l->next++]) : leave(w, dir);
	}
	cursor_stop(&w->at);
	return ret;
}
