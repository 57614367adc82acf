/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"
#include "system/files.h"
#include "system/platform.h"

#include "core/banned.h"

static const char *fault = "";

const char *tree_fault(void)
{
	return fault;
}

/* ---- walking --------------------------------------------------------------- */

/** What is in a directory. */
struct entries {
	struct entry {
		const char *name;
		int type;
	} * list;
	size_t count, room;
};

static bool add(void *arg, int fd, const char *name, int type)
{
	struct entries *e = arg;

	(void)fd;
	e->list = mem_grow(e->list, e->count, &e->room, sizeof(*e->list));
	e->list[e->count++] = (struct entry){ .name = mem_dups(name), .type = type };
	return true;
}

/* The innermost of several reports counts. */
static int fail(const struct tree_walk *w)
{
	fault = mem_dups(w->path.data);
	return -1;
}

static int check(struct tree_walk *w, int fd)
{
	struct file_info info;

	if (file_fstat(fd, &info))
		return -1;
	errno = ESTALE;
	if (!w->depth && w->top && !file_same(&info, w->top))
		return -1;
	if (!w->depth)
		w->dev = info.dev;
	/* Who owns a directory may empty it. */
	if (w->unlock && !(info.mode & S_IWUSR) && fchmod(fd, (info.mode & 07777) | S_IRWXU))
		return -1;
	errno = ENAMETOOLONG;
	if (w->depth == TREE_DEPTH_MAX)
		return -1;
	errno = EBUSY;
	return w->depth && (info.dev != w->dev || platform_is_mount(fd, "")) ? -1 : 0;
}

static int open_dir(struct tree_walk *w, int dir, const char *name)
{
	int fd = files_open_dir(dir, name);

	if (fd < 0 || !check(w, fd))
		return fd;
	file_close(fd);
	return -1;
}

static int visit_dir(struct tree_walk *w, int dir, const char *name);

static int visit(struct tree_walk *w, int dir, const struct entry *entry)
{
	size_t len = w->path.len;
	bool is_dir = entry->type == DT_DIR;
	struct file_info info;
	int ret = 0;

	buf_putl(&w->path, len ? "/" : "", entry->name);
	if (entry->type == DT_UNKNOWN) {
		ret = file_lstatat(dir, entry->name, &info);
		is_dir = !ret && S_ISDIR(info.mode);
	}
	if (!ret && is_dir)
		ret = visit_dir(w, dir, entry->name);
	else if (ret || w->file(w, dir, entry->name))
		ret = fail(w);
	buf_cut(&w->path, len);
	return ret;
}

static int visit_entries(struct tree_walk *w, int fd)
{
	/* It is free again before a directory below is read. */
	static uint64_t room[1024];
	struct entries e = { 0 };
	int ret = file_scan_fd(fd, room, sizeof(room), add, &e) ? fail(w) : 0;
	const struct entry *cfg = NULL;

	w->depth++;
	for (size_t i = 0; !ret && i < e.count; i++)
		if (w->depth == 1 && streq(e.list[i].name, "pyvenv.cfg"))
			cfg = &e.list[i];
		else
			ret = visit(w, fd, &e.list[i]);
	if (!ret && cfg)
		ret = visit(w, fd, cfg);
	w->depth--;
	return ret;
}

static int visit_dir(struct tree_walk *w, int dir, const char *name)
{
	int ret = w->enter ? w->enter(w, dir, name) : 0;
	int fd;

	if (ret == TREE_SKIP)
		return 0;
	fd = ret ? -1 : open_dir(w, dir, name);
	if (fd < 0)
		return fail(w);
	ret = visit_entries(w, fd);
	file_close(fd);
	if (!ret && w->leave && w->leave(w, dir, name))
		ret = fail(w);
	return ret;
}

int tree_walk(struct tree_walk *w, int dir, const char *name)
{
	w->depth = 0;
	w->path = (struct buf)BUF_INIT;
	fault = "";
	return visit_dir(w, dir, name);
}

/* ---- removing -------------------------------------------------------------- */

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
	struct file_info info, above;

	return platform_is_mount(dir, name) || (!file_lstatat(dir, name, &info) &&
						!file_fstat(dir, &above) && info.dev != above.dev);
}

static int remove_tree(int dir, const char *name, const struct file_info *top)
{
	struct tree_walk w = {
		.file = remove_file, .leave = remove_dir, .unlock = true, .top = top
	};

	errno = EBUSY;
	return tree_is_mount(dir, name) ? -1 : tree_walk(&w, dir, name);
}

int tree_remove(int dir, const char *name)
{
	struct file_info info;

	fault = "";
	if (file_lstatat(dir, name, &info))
		return errno == ENOENT ? 0 : -1;
	return S_ISDIR(info.mode) ? remove_tree(dir, name, NULL) : unlinkat(dir, name, 0);
}

int tree_remove_open(int dir, const char *name, int fd)
{
	struct file_info info;

	fault = "";
	return file_fstat(fd, &info) ? -1 : remove_tree(dir, name, &info);
}

/* ---- measuring -------------------------------------------------------------- */

static int measure(struct tree_walk *w, int dir, const char *name)
{
	struct tree_size *size = w->arg;
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW))
		return -1;
	size->times += (uint64_t)st.st_mtim.tv_sec * 1000000000 + (uint64_t)st.st_mtim.tv_nsec;
	/* In units of 512 bytes, whatever the file system's block is. */
	size->allocated += (uint64_t)st.st_blocks * 512;
	if (!S_ISDIR(st.st_mode))
		size->bytes += (uint64_t)st.st_size;
	return 0;
}

int tree_measure(int dir, const char *name, struct tree_size *size)
{
	struct tree_walk w = { .file = measure, .enter = measure, .arg = size };

	*size = (struct tree_size){ 0 };
	return tree_walk(&w, dir, name);
}
