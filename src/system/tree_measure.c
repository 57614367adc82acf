/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/unseen.h"
#include "core/mem.h"
#include "system/tree.h"
#include "system/tree_walk.h"

#include "core/banned.h"

/** A file with several names. */
struct shared {
	dev_t dev;
	ino_t ino;
	uint64_t bytes, allocated;
};

struct measure {
	struct tree_size *size;
	struct shared *shared;
	size_t count, room;
};

static void add(struct measure *m, const struct stat *st)
{
	/* In units of 512 bytes, whatever the file system's block is. */
	uint64_t allocated = (uint64_t)st->st_blocks * 512;

	m->size->times += (uint64_t)st->st_mtim.tv_sec * 1000000000 + (uint64_t)st->st_mtim.tv_nsec;
	if (S_ISDIR(st->st_mode)) {
		m->size->dirs++;
		m->size->allocated += allocated;
		return;
	}
	m->size->files++;
	if (st->st_nlink < 2) {
		m->size->bytes += (uint64_t)st->st_size;
		m->size->allocated += allocated;
		return;
	}
	m->shared = mem_grow(m->shared, m->count, &m->room, sizeof(*m->shared));
	m->shared[m->count++] = (struct shared){ .dev = st->st_dev,
						 .ino = st->st_ino,
						 .bytes = (uint64_t)st->st_size,
						 .allocated = allocated };
}

static int by_inode(const void *a, const void *b)
{
	const struct shared *x = a, *y = b;

	if (x->ino != y->ino)
		return x->ino < y->ino ? -1 : 1;
	return (x->dev > y->dev) - (x->dev < y->dev);
}

static void add_shared(struct measure *m)
{
	if (m->count)
		qsort(m->shared, m->count, sizeof(*m->shared), by_inode);
	for (size_t i = 0; i < m->count; i++) {
		if (i && !by_inode(&m->shared[i - 1], &m->shared[i]))
			continue;
		m->size->bytes += m->shared[i].bytes;
		m->size->allocated += m->shared[i].allocated;
	}
}

static int measure(struct tree_walk *w, int dir, const char *name)
{
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT))
		return -1;
	add(w->arg, &st);
	return 0;
}

void tree_measure(int dir, const char *name, struct tree_size *size)
{
	struct measure m = { .size = size };
	struct tree_walk w = { .file = measure, .enter = measure, .arg = &m, .lenient = name };
	struct stat st;

	*size = (struct tree_size){ 0 };
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW)) {
		unseen(name);
		return;
	}
	if (!S_ISDIR(st.st_mode))
		add(&m, &st);
	else if (tree_walk(&w, dir, name))
		unseen(name);
	add_shared(&m);
}

bool tree_same(const struct tree_size *a, const struct tree_size *b)
{
	return a->bytes == b->bytes && a->files == b->files && a->dirs == b->dirs &&
	       a->times == b->times;
}
