/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"
#include "system/file_at.h"
#include "system/platform.h"

static const char *fault = "";

const char *tree_fault(const char *root)
{
	return *fault ? path_join(root, fault) : root;
}

/* ---- walking --------------------------------------------------------------- */

/** The names in a directory. */
struct entries {
	struct strings dirs, files;
};

static bool add_entry(void *arg, int fd, const char *name, int type)
{
	struct entries *e = arg;

	strings_add(file_is_dir(fd, name, type) ? &e->dirs : &e->files, mem_dups(name));
	return true;
}

/* Record the path of the current entry for tree_fault(). Returns -1. */
static int record_fault(const struct tree_walk *w)
{
	fault = mem_dups(w->path.data);
	return -1;
}

static int refuse_entry(int err)
{
	errno = err;
	return -1;
}

/* Refuse what is MOUNTED, as platform_is_mount() returns it. */
static int check_mount(int mounted)
{
	return mounted > 0 ? refuse_entry(EBUSY) : mounted;
}

/* Check the directory open as FD, and unlock it, before its entries are visited. */
static int check_dir(struct tree_walk *w, int fd)
{
	struct file_info info;

	if (file_fstat(fd, &info))
		return -1;
	if (!w->depth)
		w->dev = info.dev;
	if (w->depth == TREE_DEPTH_MAX)
		return refuse_entry(ENAMETOOLONG);
	if (info.dev != w->dev)
		return refuse_entry(EBUSY);
	if (w->depth && check_mount(platform_is_mount(fd, "")))
		return -1;
	/* The owner may empty any directory, after adding the permissions that this takes. */
	if (w->unlock && (info.mode & S_IRWXU) != S_IRWXU)
		return fchmod(fd, (info.mode & 07777) | S_IRWXU);
	return 0;
}

static int open_tree_dir(struct tree_walk *w, int dir, const char *name)
{
	int fd = files_open_dir(dir, name);

	if (fd < 0 || !check_dir(w, fd))
		return fd;
	file_close(fd);
	return -1;
}

/** Visit NAME in DIR; w->path is its path. */
typedef int visit_one(struct tree_walk *w, int dir, const char *name);
static visit_one visit_dir;

static int visit_tree_file(struct tree_walk *w, int dir, const char *name)
{
	return w->file(w, dir, name) ? record_fault(w) : 0;
}

static int visit_tree_entry(struct tree_walk *w, int dir, const char *name, visit_one *one)
{
	size_t len = w->path.len;
	int ret;

	buf_putl(&w->path, len ? "/" : "", name);
	ret = one(w, dir, name);
	buf_cut(&w->path, len);
	return ret;
}

static int visit_entries(struct tree_walk *w, int fd)
{
	/* One buffer for all levels: E has all entries before a subdirectory is read. */
	static uint64_t room[1024];
	struct mem_mark mark = mem_mark();
	struct entries e = { 0 };
	int ret = file_scan_fd(fd, room, sizeof(room), add_entry, &e) ? record_fault(w) : 0;

	w->depth++;
	for (size_t i = 0; !ret && i < e.dirs.count; i++)
		ret = visit_tree_entry(w, fd, e.dirs.list[i], visit_dir);
	for (size_t i = 0; !ret && i < e.files.count; i++)
		ret = visit_tree_entry(w, fd, e.files.list[i], visit_tree_file);
	w->depth--;
	if (!ret && !w->keeps)
		mem_release(mark);
	return ret;
}

static int visit_dir(struct tree_walk *w, int dir, const char *name)
{
	int ret = w->enter ? w->enter(w, dir, name) : 0;
	int fd;

	if (ret == TREE_SKIP)
		return 0;
	fd = ret ? -1 : open_tree_dir(w, dir, name);
	if (fd < 0)
		return record_fault(w);
	ret = visit_entries(w, fd);
	file_close(fd);
	if (!ret && w->leave && w->leave(w, dir, name))
		ret = record_fault(w);
	return ret;
}

int tree_walk(struct tree_walk *w, int dir, const char *name)
{
	w->depth = 0;
	w->path = BUF_INIT;
	/* The buffer must not grow during the walk: mem_release() would free it. */
	buf_reserve(&w->path, strlen(name) + (TREE_DEPTH_MAX + 1UL) * (NAME_MAX + 1));
	fault = "";
	return visit_dir(w, dir, name);
}

/* ---- removing -------------------------------------------------------------- */

static int remove_file(struct tree_walk *w, int dir, const char *name)
{
	return unlinkat(dir, name, 0) && errno != ENOENT ? -1 : 0;
}

static int remove_dir(struct tree_walk *w, int dir, const char *name)
{
	return unlinkat(dir, name, AT_REMOVEDIR) && errno != ENOENT ? -1 : 0;
}

int tree_is_mount(int dir, const char *name)
{
	struct file_info info, above;
	int mounted = platform_is_mount(dir, name);

	if (mounted || file_lstatat(dir, name, &info) || file_fstat(dir, &above))
		return mounted;
	return info.dev != above.dev;
}

static int remove_tree(int dir, const char *name)
{
	struct tree_walk w = { .file = remove_file, .leave = remove_dir, .unlock = true };

	return check_mount(tree_is_mount(dir, name)) ? -1 : tree_walk(&w, dir, name);
}

int tree_remove(int dir, const char *name)
{
	struct file_info info;

	fault = "";
	if (file_lstatat(dir, name, &info))
		return errno == ENOENT ? 0 : -1;
	return S_ISDIR(info.mode) ? remove_tree(dir, name) : unlinkat(dir, name, 0);
}

static int check_entry(struct tree_walk *w, int dir, const char *name)
{
	return check_mount(platform_is_mount(dir, name));
}

int tree_check(int dir, const char *name)
{
	struct tree_walk w = { .file = check_entry };

	return tree_walk(&w, dir, name);
}
